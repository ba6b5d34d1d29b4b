import { describe, expect, it } from 'vitest';
import { formatPrice } from '../format.ts';
import { priceText } from './price-text.ts';

describe('the price that is shown first', () => {
  it.each(['en', 'en-GB', 'de', 'de-CH', 'sv-SE', 'fr-FR', 'fr-CH', 'nl', 'pt-BR'])(
    'is written as the app writes it a moment later, in %s',
    (language) => {
      // Every price that a market can have between -60 and 60, and some far out, in hundredths.
      for (let hundredths = -6_000; hundredths <= 6_000; hundredths++) {
        const price = hundredths / 100;
        expect(priceText(price, language)).toBe(formatPrice(price, 1, language));
      }
      for (const price of [-500, 999.94, 4_000, 9_994, 12_345.67, -0.004, 0]) {
        expect(priceText(price, language)).toBe(formatPrice(price, 1, language));
      }
    },
  );
});
