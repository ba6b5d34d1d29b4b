import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridBand, Tariff, TariffChoice } from '../../contract/tariff.ts';
import { zoneNamed } from '../testing.ts';
import { zones } from '../zones.ts';
import { chooseTariff, TariffError } from './choose.ts';
import { consumerPriceOf } from './consumer-price.ts';
import { gridChargeOf } from './grid-charge.ts';
import { tariffTemplates, templateOf } from './templates.ts';
import { consumerUnit } from './units.ts';

const at = (text: string): number => Date.parse(text);
const plain = chooseTariff(zoneNamed('DE-LU'), { template: 'spot' });

describe('consumerPriceOf', () => {
  const german: Tariff = {
    ...plain,
    marginPerKwh: 2,
    gridPerKwh: 9,
    taxPerKwh: 5,
    vatPercent: 20,
    feedIn: { spotFactor: 0, perKwh: 8 },
  };

  it('adds margin, grid, tax and VAT to the spot price', () => {
    const price = consumerPriceOf(german, 'Europe/Berlin')(at('2026-01-15T11:00:00Z'), 100);
    expect(price).toEqual({ energy: 12, grid: 9, tax: 5, vat: 5.2, total: 31.2, feedIn: 8 });
  });

  it('lowers the bill, VAT included, by a negative spot price', () => {
    const price = consumerPriceOf(german, 'Europe/Berlin')(0, -500);
    expect(price.total).toBeCloseTo((-50 + 2 + 9 + 5) * 1.2, 9);
  });

  it('pays out the spot price, in the currency of the tariff', () => {
    const tariff = {
      ...plain,
      currency: 'SEK',
      exchangeRate: 11,
      feedIn: { spotFactor: 1, perKwh: -0.5 },
    };
    expect(consumerPriceOf(tariff, 'Europe/Stockholm')(0, 50)).toMatchObject({ total: 55, feedIn: 54.5 });
  });

  it('does not move with the market when the price is fixed', () => {
    const priceOf = consumerPriceOf({ ...german, spotFactor: 0, marginPerKwh: 30 }, 'Europe/Berlin');
    expect(priceOf(0, 400).total).toBe(priceOf(0, -400).total);
  });

  it('has layers that add up to a finite total, whatever the tariff', () => {
    const number = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        number,
        number,
        number,
        fc.double({ min: 0, max: 100, noNaN: true }),
        (spot, margin, tax, vat) => {
          const tariff = { ...german, marginPerKwh: margin, taxPerKwh: tax, vatPercent: vat };
          const price = consumerPriceOf(tariff, 'Europe/Berlin')(0, spot);
          expect(price.energy + price.grid + price.tax + price.vat).toBeCloseTo(price.total, 6);
          expect(Number.isFinite(price.total)).toBe(true);
        },
      ),
    );
  });
});

describe('gridChargeOf', () => {
  const band = (parts: Partial<GridBand>): GridBand => ({
    perKwh: 1,
    from: '00:00',
    to: '00:00',
    days: 'all',
    ...parts,
  });
  const rows: [what: string, band: Partial<GridBand>, instant: string, charge: number][] = [
    ['the first minute of a band', { from: '17:00', to: '21:00' }, '2026-01-15T16:00:00Z', 1],
    ['its end', { from: '17:00', to: '21:00' }, '2026-01-15T20:00:00Z', 9],
    ['a band over midnight, before it', { from: '22:00', to: '06:00' }, '2026-01-15T22:00:00Z', 1],
    ['a band over midnight, after it', { from: '22:00', to: '06:00' }, '2026-01-15T04:59:00Z', 1],
    ['a band over midnight, by day', { from: '22:00', to: '06:00' }, '2026-01-15T11:00:00Z', 9],
    ['all day', {}, '2026-01-15T11:00:00Z', 1],
    ['a weekday', { days: 'weekdays' }, '2026-01-16T11:00:00Z', 1],
    ['a Saturday', { days: 'weekdays' }, '2026-01-17T11:00:00Z', 9],
    ['a weekend on Sunday', { days: 'weekends' }, '2026-01-18T11:00:00Z', 1],
    [
      'the night that began on Friday',
      { days: 'weekdays', from: '22:00', to: '06:00' },
      '2026-01-17T03:00:00Z',
      1,
    ],
    ['a month of the band', { months: [1, 2] }, '2026-01-15T11:00:00Z', 1],
    ['another month', { months: [1, 2] }, '2026-03-15T11:00:00Z', 9],
    ['summer time', { from: '17:00', to: '21:00' }, '2026-07-15T15:00:00Z', 1],
    ['the second 02:30 in autumn', { from: '02:00', to: '03:00' }, '2026-10-25T01:30:00Z', 1],
  ];
  it.each(rows)('%s', (_what, parts, instant, charge) => {
    const tariff = { ...plain, gridPerKwh: 9, gridBands: [band(parts)] };
    expect(gridChargeOf(tariff, 'Europe/Berlin')(at(instant))).toBe(charge);
  });

  it('takes the first band that fits', () => {
    const gridBands = [band({ perKwh: 3, from: '17:00', to: '18:00' }), band({ perKwh: 4 })];
    expect(gridChargeOf({ ...plain, gridBands }, 'UTC')(at('2026-01-15T17:30:00Z'))).toBe(3);
  });
});

describe('chooseTariff', () => {
  it('knows a tariff for every zone, in a currency that it can convert', () => {
    for (const zone of zones) expect(chooseTariff(zone).exchangeRate, zone.id).toBeGreaterThan(0);
    expect(templateOf(zoneNamed('SE3')).id).toBe('SE');
    expect(templateOf(zoneNamed('GB-C')).id).toBe('GB');
    expect(templateOf(zoneNamed('RS')).id).toBe('spot');
  });

  it('puts what is given in the place of the template', () => {
    const tariff = chooseTariff(zoneNamed('SE3'), { gridPerKwh: 40 });
    expect(tariff).toMatchObject({ gridPerKwh: 40, taxPerKwh: 36, currency: 'SEK', exchangeRate: 11 });
  });

  it('shows the spot price in the currency of the zone', () => {
    expect(chooseTariff(zoneNamed('GB-C'), { template: 'spot' })).toMatchObject({
      currency: 'GBP',
      exchangeRate: 1,
    });
  });

  const wrong: [what: string, choice: TariffChoice, path: string][] = [
    ['an unknown template', { template: 'XX' }, 'template'],
    ['a currency without its rate', { currency: 'CHF' }, 'exchangeRate'],
  ];
  it.each(wrong)('refuses %s', (_what, choice, path) => {
    const error = (() => {
      try {
        return chooseTariff(zoneNamed('DE-LU'), choice);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(TariffError);
    expect(error).toMatchObject({ path });
  });
});

describe('the templates', () => {
  it('have unique ids, a note, and a unit that households know', () => {
    expect(new Set(tariffTemplates.map(({ id }) => id)).size).toBe(tariffTemplates.length);
    for (const { id, note, tariff } of tariffTemplates) {
      expect(note.length, id).toBeGreaterThan(20);
      expect(consumerUnit(tariff.currency), id).toMatch(/^(ct|öre|øre|p)\/kWh$/);
    }
  });
});
