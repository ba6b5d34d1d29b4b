import type { Words } from './words.ts';

export const de: Words = {
  locale: 'de-DE',
  fromTo: (start, end) => `von ${start} bis ${end}`,
  until: (end) => `bis ${end}`,
  span: (zone, day, start, end) => `${zone}, ${day}, ${start} bis ${end}`,
  of: (span, facts) => `${span}: ${facts}.`,
  average: (price) => `im Mittel ${price}`,
  range: (lowest, highest) => `${lowest} bis ${highest}`,
  below: (price, when) => `Strom unter ${price} ${when}`,
  above: (price, when) => `Strom über ${price} ${when}`,
  negative: (when) => `Negative Preise ${when}`,
  tomorrow: 'Die Preise für morgen sind bekannt',
  cheapest: (when) => `Günstigste Zeit ${when}`,
  simulated: 'Diese Preise sind simuliert.',
  test: {
    title: 'Probe eines Preisalarms',
    text: (zone) => `So erreicht dich dein Alarm für ${zone}.`,
  },
  yours: 'Deine Alarme:',
};
