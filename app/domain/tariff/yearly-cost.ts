import type { Tariff, YearlyCost } from '../../contract/tariff.ts';
import { consumerPriceOf } from './consumer-price.ts';
import type { LoadProfile } from './load-profile.ts';
import type { PriceCell } from './price-year.ts';

const monthsOfYear = 12;
/** Bands of a grid charge may begin within an hour. */
const quarters = [0, 1, 2, 3];
const quarterMs = 900_000;

/**
 * What a year costs under a tariff: `Σ share × price` over the hours of the past, with what the profile takes in each, and
 * the standing charges. Major units of the tariff's currency.
 *
 * @param timeZone IANA zone of the household
 * @param yearlyKwh what it takes in a year, spread over the hours as the profile says
 */
export function yearlyCostOf(
  tariff: Tariff,
  timeZone: string,
  cells: readonly PriceCell[],
  profile: LoadProfile,
  yearlyKwh: number,
): YearlyCost {
  const priceOf = consumerPriceOf(tariff, timeZone);
  const takenIn = ({ month, isWeekend, hour, hours }: PriceCell): number =>
    hours * profile(month, isWeekend, hour);
  const all = cells.reduce((sum, cell) => sum + takenIn(cell), 0);
  const sum = { energy: 0, grid: 0, tax: 0, vat: 0 };
  for (const cell of cells) {
    const kwh = (yearlyKwh * takenIn(cell)) / all / quarters.length;
    for (const quarter of quarters) {
      const price = priceOf(cell.atMs + quarter * quarterMs, cell.price);
      for (const layer of ['energy', 'grid', 'tax', 'vat'] as const) sum[layer] += (kwh * price[layer]) / 100;
    }
  }
  const standing = tariff.fixedPerMonth * monthsOfYear;
  const vat = sum.vat + (standing * tariff.vatPercent) / 100;
  const total = sum.energy + sum.grid + sum.tax + standing + vat;
  return { energy: sum.energy, grid: sum.grid, tax: sum.tax, standing, vat, total };
}
