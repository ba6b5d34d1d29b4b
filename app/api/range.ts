import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../contract/http.ts';
import { addDays, isDay, marketDayBounds, marketDayOf } from '../domain/market-day.ts';
import { ProblemError } from './problem.ts';

/** Unix milliseconds; `toMs` is not part of the range. */
export interface Range {
  fromMs: number;
  toMs: number;
}

const dayMs = 86_400_000;
const maxDays = 366;
/** No market has published a price before; and what lies beyond is a slip of the pen. */
const years = { first: 1990, last: 2100 };

/**
 * Reads `from` and `to`. A day stands for its first instant in the market's time zone; `to` is not part of the
 * range. Without `from` the range starts at `defaultFromMs` and ends, without `to`, with the market day after it;
 * with `from` alone it ends with the market day of `from`.
 *
 * @throws ProblemError for what is no instant and no day, a reversed or empty range, or more than 366 days
 */
export function rangeOf(
  zone: Zone,
  from: string | undefined,
  to: string | undefined,
  defaultFromMs: number,
): Range {
  const fromMs = from === undefined ? defaultFromMs : instantOf(zone, 'from', from);
  const toMs = to === undefined ? defaultEnd(zone, fromMs, from === undefined) : instantOf(zone, 'to', to);
  if (toMs <= fromMs) {
    const hint = to !== undefined && isDay(to) ? ` For that one day use to=${addDays(to, 1)}.` : '';
    const start = from ?? new Date(fromMs).toISOString();
    throw invalid('to', `to=${to} is not after from=${start}; to itself is not part of the range.${hint}`);
  }
  const days = (toMs - fromMs) / dayMs;
  // A range that begins in summer and ends in winter has an hour more.
  if (days > maxDays + 0.1) {
    throw new ProblemError(
      'range-too-long',
      `The range has ${Math.round(days)} days, at most ${maxDays} are answered at once.`,
      [{ path: 'querystring.to', message: `must be within ${maxDays} days of from` }],
    );
  }
  return { fromMs, toMs };
}

/** The first instant of the market day that `nowMs` belongs to. */
export function startOfToday(zone: Zone, nowMs: number): number {
  return marketDayBounds(marketDayOf(nowMs, zone.marketTimeZone), zone.marketTimeZone).startMs;
}

function defaultEnd(zone: Zone, fromMs: number, withTomorrow: boolean): number {
  const lastDay = addDays(marketDayOf(fromMs, zone.marketTimeZone), withTomorrow ? 1 : 0);
  return marketDayBounds(lastDay, zone.marketTimeZone).endMs;
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function instantOf(zone: Zone, name: string, text: string): number {
  // In a query a plus that was not escaped arrives as a space.
  const ms = msOf(zone, text.replace(' ', '+'));
  if (ms === null) {
    throw invalid(
      name,
      `${name} is neither a day (2025-10-26) nor an instant with a zone (2025-10-26T00:00:00Z).`,
    );
  }
  const year = new Date(ms).getUTCFullYear();
  if (year < years.first || year > years.last)
    throw invalid(name, `${name} lies in the year ${year}; prices exist from ${years.first} on.`);
  return ms;
}

function msOf(zone: Zone, text: string): number | null {
  if (isDay(text)) return marketDayBounds(text, zone.marketTimeZone).startMs;
  if (!instantPattern.test(text)) return null;
  try {
    // Date.parse takes the 30th of February for the 2nd of March.
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

function invalid(name: string, message: string): ProblemError {
  return new ProblemError('invalid-request', message, [{ path: `querystring.${name}`, message }]);
}
