import type { Words } from './words.ts';

export const fr: Words = {
  locale: 'fr-FR',
  fromTo: (start, end) => `de ${start} à ${end}`,
  until: (end) => `jusqu’à ${end}`,
  span: (zone, day, start, end) => `${zone}, ${day}, de ${start} à ${end}`,
  of: (span, facts) => `${span} : ${facts}.`,
  average: (price) => `${price} en moyenne`,
  range: (lowest, highest) => `de ${lowest} à ${highest}`,
  below: (price, when) => `Électricité sous ${price} ${when}`,
  above: (price, when) => `Électricité au-dessus de ${price} ${when}`,
  negative: (when) => `Prix négatifs ${when}`,
  tomorrow: 'Les prix de demain sont connus',
  cheapest: (when) => `Moment le moins cher ${when}`,
  simulated: 'Ces prix sont simulés.',
  test: {
    title: 'Essai d’une alerte de prix',
    text: (zone) => `Voici comment votre alerte pour ${zone} vous parvient.`,
  },
  yours: 'Vos alertes :',
};
