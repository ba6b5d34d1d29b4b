import type { Words } from './words.ts';

export const en: Words = {
  locale: 'en-GB',
  fromTo: (start, end) => `from ${start} to ${end}`,
  until: (end) => `until ${end}`,
  span: (zone, day, start, end) => `${zone}, ${day}, ${start} to ${end}`,
  of: (span, facts) => `${span}: ${facts}.`,
  average: (price) => `${price} on average`,
  range: (lowest, highest) => `${lowest} to ${highest}`,
  below: (price, when) => `Power under ${price} ${when}`,
  above: (price, when) => `Power over ${price} ${when}`,
  negative: (when) => `Negative prices ${when}`,
  tomorrow: 'The prices of tomorrow are known',
  cheapest: (when) => `Cheapest time ${when}`,
  simulated: 'These prices are simulated.',
  test: {
    title: 'Test of a price alert',
    text: (zone) => `This is how your alert for ${zone} reaches you.`,
  },
  yours: 'Your alerts:',
};
