import { describe, expect, it } from 'vitest';
import { bodyOf, usual } from './offers.ts';

const names = { dynamic: 'By the hour', fixed: 'Fixed' };

describe('what the API is asked to compare', () => {
  it('has the template of the country under a price by the hour, and nothing on top of a fixed one', () => {
    expect(bodyOf('DE-LU', usual(names))).toEqual({
      zone: 'DE-LU',
      yearlyKwh: 3_500,
      offers: [
        { name: 'By the hour', tariff: { marginPerKwh: 1.5, fixedPerMonth: 5 } },
        {
          name: 'Fixed',
          tariff: {
            spotFactor: 0,
            marginPerKwh: 32,
            gridPerKwh: 0,
            gridBands: [],
            taxPerKwh: 0,
            vatPercent: 0,
            fixedPerMonth: 12,
          },
        },
      ],
    });
  });

  it('has the hours of a meter, and no time of it', () => {
    const hourKwh = Array.from({ length: 24 }, (_, hour) => hour);
    expect(bodyOf('FI', { ...usual(names), hourKwh }).hourShares).toEqual(hourKwh);
  });
});
