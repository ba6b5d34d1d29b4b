import { Temporal } from 'temporal-polyfill';

/**
 * Market days and instants. A market day runs from midnight to midnight in the market's time zone and has 23, 24
 * or 25 hours, so its length is always computed, never assumed.
 */

export interface DayBounds {
  /** Unix milliseconds of the first instant of the day. */
  startMs: number;
  /** Unix milliseconds of the first instant of the next day. */
  endMs: number;
}

const cache = new Map<string, DayBounds>();
const cacheLimit = 20_000;

/**
 * The first instant of a market day and of the next one.
 *
 * @param day `YYYY-MM-DD`
 * @throws RangeError when the day does not exist in the calendar or the time zone is unknown
 */
export function marketDayBounds(day: string, timeZone: string): DayBounds {
  const key = `${timeZone} ${day}`;
  const known = cache.get(key);
  if (known) return known;
  const date = Temporal.PlainDate.from(day, { overflow: 'reject' });
  const bounds = {
    startMs: date.toZonedDateTime(timeZone).epochMilliseconds,
    endMs: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(key, bounds);
  return bounds;
}

/** The market day that an instant (Unix milliseconds) belongs to, `YYYY-MM-DD`. */
export function marketDayOf(instantMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instantMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** The day `count` days after `day` (before it when negative), `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/** Days since 1970-01-01 of a day `YYYY-MM-DD`, to count with. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

/** The days from `from` up to and without `to`. Empty when `to` is not after `from`. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Whether the text is a calendar day in the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
