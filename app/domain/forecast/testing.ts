import type { Zone } from '../../contract/http.ts';
import { addDays, dayNumber } from '../market-day.ts';
import { clockMinutes, type PriceDay } from '../price-day.ts';
import { zoneNamed } from '../testing.ts';
import { type HourTable, hourTableOf } from './hour-table.ts';
import { createRandom } from './random.ts';

/** Shared by the tests of this folder. */

/** A price that looks like a market's and follows from day and clock alone: peaks, weekend, slow waves, spikes. */
export function marketPrice(day: string, minutes: number): number {
  const number = dayNumber(day);
  const hour = minutes / 60;
  const weekend = (number + 3) % 7 >= 5 ? -20 : 0;
  const wind = 25 * Math.sin(number / 3.7) + 10 * Math.sin(number * 1.9);
  const spike = number % 41 === 0 && hour >= 17 && hour < 20 ? 400 : 0;
  const peaks = 30 * Math.exp(-((hour - 8) ** 2) / 6) + 40 * Math.exp(-((hour - 19) ** 2) / 8);
  const sun = -60 * Math.exp(-((hour - 13) ** 2) / 8);
  return 50 + weekend + wind + peaks + sun + spike + 3 * Math.sin(number * hour);
}

/** `count` complete days that end the day before `end`. */
export function historyBefore(
  zone: Zone,
  end: string,
  count: number,
  price: (day: string, minutes: number) => number | null = marketPrice,
  resolutionMinutes = zone.resolutionMinutes,
): PriceDay[] {
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(end, index - count);
    const prices = clockMinutes(zone, day, resolutionMinutes).map((minutes) => price(day, minutes));
    return { zone: zone.id, day, resolutionMinutes, currency: zone.currency, prices };
  });
}

interface TableOptions {
  price?: (day: string, minutes: number) => number | null;
  /** Series that prices partly follow: `price = ... - 10 * series`, as they follow wind and load. */
  exogenousCount?: number;
}

/** A table of `days` rows before 2026-03-15, with exogenous series that reach a day beyond it. */
export function tableOf(
  days: number,
  { price = marketPrice, exogenousCount = 0 }: TableOptions = {},
): HourTable {
  const zone = zoneNamed('SE3');
  const table = hourTableOf(zone, historyBefore(zone, '2026-03-15', days, price, 60), 60);
  if (!table) throw new Error('A table of no days was asked for.');
  const random = createRandom(days);
  const exogenous = Array.from({ length: exogenousCount }, () =>
    Float64Array.from({ length: (days + 1) * 24 }, () => random.normal()),
  );
  const prices = table.prices.map((value, index) =>
    exogenous.reduce((sum, series) => sum - 10 * (series[index] ?? 0), value),
  );
  return { ...table, prices, exogenous };
}
