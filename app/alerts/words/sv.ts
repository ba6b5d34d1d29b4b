import type { Words } from './words.ts';

export const sv: Words = {
  locale: 'sv-SE',
  fromTo: (start, end) => `från ${start} till ${end}`,
  until: (end) => `till ${end}`,
  span: (zone, day, start, end) => `${zone}, ${day}, ${start} till ${end}`,
  of: (span, facts) => `${span}: ${facts}.`,
  average: (price) => `${price} i snitt`,
  range: (lowest, highest) => `${lowest} till ${highest}`,
  below: (price, when) => `El under ${price} ${when}`,
  above: (price, when) => `El över ${price} ${when}`,
  negative: (when) => `Negativa priser ${when}`,
  tomorrow: 'Morgondagens priser är kända',
  cheapest: (when) => `Billigaste tiden ${when}`,
  simulated: 'Priserna är simulerade.',
  test: {
    title: 'Test av ett prislarm',
    text: (zone) => `Så här når ditt larm för ${zone} dig.`,
  },
  yours: 'Dina larm:',
};
