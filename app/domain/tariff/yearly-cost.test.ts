import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tariff } from '../../contract/tariff.ts';
import { daysBetween } from '../market-day.ts';
import { dayWith, zoneNamed } from '../testing.ts';
import { chooseTariff } from './choose.ts';
import { householdProfile, ownProfile } from './load-profile.ts';
import { type PriceCell, priceCellsOf } from './price-year.ts';
import { yearlyCostOf } from './yearly-cost.ts';

const zone = zoneNamed('DE-LU');
const year = daysBetween('2025-01-01', '2026-01-01');
const flat = ownProfile(new Array(24).fill(1));
const at = (hour: number) => ownProfile(Array.from({ length: 24 }, (_, index) => (index === hour ? 1 : 0)));
const plain: Tariff = chooseTariff(zone, { template: 'spot' });
const costOf = (tariff: Tariff, cells: readonly PriceCell[], profile = flat, kwh = 1000) =>
  yearlyCostOf(tariff, zone.displayTimeZone, cells, profile, kwh);

describe('priceCellsOf', () => {
  it('holds every hour of the year once, those of the days on which the clock changes too', () => {
    const cells = priceCellsOf(
      zone,
      year.map((day) => dayWith(zone, day, () => 100)),
    );
    expect(cells.reduce((sum, { hours }) => sum + hours, 0)).toBe(8760);
    expect(cells).toHaveLength(12 * 2 * 24);
    expect(cells.every(({ price }) => Math.abs(price - 100) < 1e-9)).toBe(true);
  });

  it('leaves out what has no price', () => {
    const cells = priceCellsOf(zone, [dayWith(zone, '2025-06-02', (index) => (index < 4 ? null : 50))]);
    expect(cells.reduce((sum, { hours }) => sum + hours, 0)).toBe(23);
    expect(cells.some(({ hour }) => hour === 0)).toBe(false);
  });
});

describe('yearlyCostOf', () => {
  // 100 EUR/MWh, but 20 from 13 to 14 o'clock.
  const cells = priceCellsOf(
    zone,
    year.map((day) => dayWith(zone, day, (index) => (Math.floor(index / 4) === 13 ? 20 : 100))),
  );

  it('is what the household takes in each hour times its price', () => {
    // On the two days on which the clock changes the cheap hour begins at 12 or 14.
    expect(costOf(plain, cells, at(13)).total).toBeCloseTo((363 * 20 + 2 * 100) / 365, 6);
    expect(costOf(plain, cells, at(11)).total).toBeCloseTo(100, 6);
    expect(costOf(plain, cells, flat).total).toBeCloseTo(100 - 80 / 24, 6);
  });

  it('has every layer, the standing charges, and VAT on all of it', () => {
    const tariff = {
      ...plain,
      marginPerKwh: 2,
      gridPerKwh: 8,
      taxPerKwh: 5,
      vatPercent: 20,
      fixedPerMonth: 10,
    };
    const { energy, grid, tax, standing, vat, total } = costOf(tariff, cells, at(11));
    expect([energy, grid, tax, standing]).toEqual(
      [120, 80, 50, 120].map((value) => expect.closeTo(value, 6)),
    );
    expect(vat).toBeCloseTo((120 + 80 + 50 + 120) * 0.2, 6);
    expect(total).toBeCloseTo(energy + grid + tax + standing + vat, 6);
  });

  it('charges the grid by the clock, down to the quarter', () => {
    const gridBands = [{ perKwh: 40, from: '12:00', to: '12:15', days: 'all' as const }];
    expect(costOf({ ...plain, gridBands }, cells, at(12)).grid).toBeCloseTo(100, 6);
    expect(costOf({ ...plain, gridBands }, cells, at(11)).grid).toBe(0);
    const weekends = [{ perKwh: 10, from: '00:00', to: '00:00', days: 'weekends' as const }];
    expect(costOf({ ...plain, gridBands: weekends }, cells).grid).toBeCloseTo((100 * 104) / 365, 0);
  });

  it('grows with what is taken, whatever the profile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 24, maxLength: 24 }),
        fc.integer({ min: 1, max: 50_000 }),
        (shares, kwh) => {
          const once = costOf(plain, cells, ownProfile(shares), kwh).total;
          expect(costOf(plain, cells, ownProfile(shares), 2 * kwh).total).toBeCloseTo(2 * once, 4);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('householdProfile', () => {
  it('takes the most in a winter evening, and little in a summer night', () => {
    const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const all = months.flatMap((month) =>
      Array.from({ length: 24 }, (_, hour) => householdProfile(month, false, hour)),
    );
    expect(householdProfile(1, false, 19)).toBe(Math.max(...all));
    expect(householdProfile(7, false, 3)).toBe(Math.min(...all));
  });
});
