import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../contract/http.ts';
import { marketDayBounds } from './market-day.ts';

/**
 * The prices of one zone and market day, the unit in which prices are fetched, stored and learned from.
 * `prices[i]` holds for the interval that starts `i * resolutionMinutes` after the start of the market day, in
 * currency per MWh; `null` where the feed had no value. Its length is that of the day: 92, 96 or 100 quarters,
 * 46, 48 or 50 half hours, 23, 24 or 25 hours.
 */
export interface PriceDay {
  zone: string;
  /** Market day, `YYYY-MM-DD` in the zone's market time zone. */
  day: string;
  resolutionMinutes: number;
  currency: string;
  prices: readonly (number | null)[];
}

/** Where a batch of price days came from; stored with it. */
export interface BatchOrigin {
  feed: string;
  /** What to print beside the prices, licence included. */
  label: string;
  /** True when the numbers are made up, or recorded on another day. */
  simulated: boolean;
}

/** A priced interval in absolute time. */
export interface Slot {
  /** Unix milliseconds. */
  startMs: number;
  minutes: number;
  /** Currency per MWh. */
  price: number;
}

/** The number of intervals a complete market day has. */
export function intervalsOfDay(zone: Zone, day: string, resolutionMinutes: number): number {
  const { startMs, endMs } = marketDayBounds(day, zone.marketTimeZone);
  return (endMs - startMs) / (resolutionMinutes * 60_000);
}

/**
 * What the market's clock shows at the start of each interval of a day, in minutes since midnight. On the long day
 * an hour comes twice, on the short day one is left out.
 */
export function clockMinutes(zone: Zone, day: string, resolutionMinutes: number): number[] {
  const count = intervalsOfDay(zone, day, resolutionMinutes);
  if (count * resolutionMinutes === 24 * 60) {
    return Array.from({ length: count }, (_, index) => index * resolutionMinutes);
  }
  const { startMs } = marketDayBounds(day, zone.marketTimeZone);
  return Array.from({ length: count }, (_, index) => {
    const instant = Temporal.Instant.fromEpochMilliseconds(startMs + index * resolutionMinutes * 60_000);
    const { hour, minute } = instant.toZonedDateTimeISO(zone.marketTimeZone);
    return hour * 60 + minute;
  });
}

/** The slots of a price day in order; intervals without a price are left out. */
export function slotsOfDay(zone: Zone, day: PriceDay): Slot[] {
  const { startMs } = marketDayBounds(day.day, zone.marketTimeZone);
  const step = day.resolutionMinutes * 60_000;
  return day.prices.flatMap((price, index) =>
    price === null ? [] : [{ startMs: startMs + index * step, minutes: day.resolutionMinutes, price }],
  );
}

/** Whether every interval of the market day has a price. A partial day is never treated as complete. */
export function isComplete(zone: Zone, day: PriceDay): boolean {
  return (
    day.prices.length === intervalsOfDay(zone, day.day, day.resolutionMinutes) &&
    day.prices.every((p) => p !== null)
  );
}
