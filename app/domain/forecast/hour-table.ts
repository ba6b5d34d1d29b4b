import type { Zone } from '../../contract/http.ts';
import { holidaysOf } from '../holidays.ts';
import { dayNumber } from '../market-day.ts';
import { clockMinutes, intervalsOfDay, type PriceDay } from '../price-day.ts';
import { countryOf } from '../zones.ts';

/**
 * History as the models see it: one row a calendar day without gaps in the calendar, 24 columns of local hours.
 * On the long day the two hours of the same name are averaged, on the short day the missing one is interpolated.
 */
export interface HourTable {
  /** Days since 1970-01-01 of row 0. */
  readonly firstEpochDay: number;
  readonly rows: number;
  /** Mean price of each local hour, `rows * 24`, currency per MWh. Always finite. */
  readonly prices: Float64Array;
  /** How many hours of each row had no price and were copied from days before. */
  readonly imputedHours: Uint8Array;
  /** Price of each interval minus the mean of its hour, `24 * intervals per hour`; null in other resolutions. */
  readonly withinHour: readonly (Float64Array | null)[];
  /**
   * Series forecast for each hour before the auction (load, wind and solar in MW), `(rows + days ahead) * 24` each:
   * row `d` holds what was known the day before `d`, so it may be read when `d` is forecast. Left out: price only.
   */
  readonly exogenous?: readonly Float64Array[];
  /** Holidays among the rows and the days ahead, days since 1970-01-01. Left out: none is known. */
  readonly holidays?: ReadonlySet<number>;
}

export const hoursOfDay = 24;
/** Days after the last row whose holidays are known: more than are ever forecast. */
const mostDaysAhead = 28;

/** The local hour (0 to 23) that each interval of a market day starts in, for days of any length. */
export function localHours(zone: Zone, day: string, resolutionMinutes: number): number[] {
  return clockMinutes(zone, day, resolutionMinutes).map((minutes) => Math.floor(minutes / 60));
}

/**
 * @param history sorted by day; days that are not of the right length count as missing
 * @param resolutionMinutes resolution whose course inside the hour is kept
 * @returns null when there is not a single price
 */
export function hourTableOf(
  zone: Zone,
  history: readonly PriceDay[],
  resolutionMinutes: number,
): HourTable | null {
  const usable = history.filter((day) => hasPrices(zone, day));
  const first = usable[0];
  const last = usable.at(-1);
  if (!first || !last) return null;
  const firstEpochDay = dayNumber(first.day);
  const rows = dayNumber(last.day) - firstEpochDay + 1;
  const prices = new Float64Array(rows * hoursOfDay).fill(Number.NaN);
  const withinHour = new Array<Float64Array | null>(rows).fill(null);
  for (const day of usable) {
    const row = dayNumber(day.day) - firstEpochDay;
    const hours = localHours(zone, day.day, day.resolutionMinutes);
    const means = meansByHour(day.prices, hours);
    prices.set(means, row * hoursOfDay);
    if (day.resolutionMinutes === resolutionMinutes) withinHour[row] = deviations(day, hours, means);
  }
  const holidays = holidaysOf(countryOf(zone), firstEpochDay, firstEpochDay + rows + mostDaysAhead);
  return { firstEpochDay, rows, prices, imputedHours: impute(prices, rows), withinHour, holidays };
}

/** Whether a day can be learned from: a resolution that divides the hour, the right length, at least one price. */
export function hasPrices(zone: Zone, day: PriceDay): boolean {
  if (60 % day.resolutionMinutes !== 0) return false;
  const expected = intervalsOfDay(zone, day.day, day.resolutionMinutes);
  return day.prices.length === expected && day.prices.some(isPrice);
}

/** No market lets a price go so far (Europe's limits: -500 and 5,000 EUR/MWh): such a number is a slip of the source. */
const impossiblePrice = 1e5;

function isPrice(price: number | null | undefined): price is number {
  return typeof price === 'number' && Math.abs(price) < impossiblePrice;
}

/**
 * The values of a market day's intervals as 24 local hours: those of one hour averaged, the hour that the clock jumps over
 * between its neighbours, NaN for an hour without a value.
 *
 * @param hours the local hour of each interval
 */
export function meansByHour(prices: readonly (number | null)[], hours: readonly number[]): Float64Array {
  const sums = new Float64Array(hoursOfDay);
  const counts = new Float64Array(hoursOfDay);
  const named = new Uint8Array(hoursOfDay);
  hours.forEach((hour, index) => {
    const price = prices[index];
    named[hour] = 1;
    if (!isPrice(price)) return;
    sums[hour] = (sums[hour] as number) + price;
    counts[hour] = (counts[hour] as number) + 1;
  });
  const means = sums.map((sum, hour) => sum / (counts[hour] as number));
  named.forEach((isNamed, hour) => {
    // The hour that the clock jumps over is not missing data: it lies between its neighbours.
    if (!isNamed) means[hour] = ((means[hour - 1] as number) + (means[hour + 1] as number)) / 2;
  });
  return means;
}

function deviations(day: PriceDay, hours: readonly number[], means: Float64Array): Float64Array {
  const perHour = 60 / day.resolutionMinutes;
  const result = new Float64Array(hoursOfDay * perHour);
  hours.forEach((hour, index) => {
    const price = day.prices[index];
    if (isPrice(price)) result[hour * perHour + (index % perHour)] = price - (means[hour] as number);
  });
  return result;
}

/** Fills missing hours in place: a week before, else the day before, else the nearest hour of the same day. */
function impute(prices: Float64Array, rows: number): Uint8Array {
  const imputedHours = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const missing = Array.from({ length: hoursOfDay }, (_, hour) => hour).filter((hour) =>
      Number.isNaN(prices[row * hoursOfDay + hour]),
    );
    imputedHours[row] = missing.length;
    const daysBack = row >= 7 ? 7 : 1;
    const filled = missing.map((hour) =>
      row === 0 ? nearest(prices, hour) : (prices[(row - daysBack) * hoursOfDay + hour] as number),
    );
    missing.forEach((hour, index) => {
      prices[row * hoursOfDay + hour] = filled[index] as number;
    });
  }
  return imputedHours;
}

/** The nearest price of the first row, which has at least one. */
function nearest(prices: Float64Array, hour: number): number {
  for (let distance = 1; distance < hoursOfDay; distance++) {
    for (const candidate of [hour - distance, hour + distance]) {
      const price = candidate >= 0 && candidate < hoursOfDay ? prices[candidate] : undefined;
      if (isPrice(price)) return price;
    }
  }
  return Number.NaN;
}
