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

/**
 * Reads `from` and `to`. A day stands for its first instant in the market's time zone; `to` is not part of the
 * range. Without `to` the range ends with the market day of `from`; without both it is today and tomorrow.
 *
 * @throws ProblemError for what is no instant and no day, a reversed or empty range, or more than 366 days
 */
export function rangeOf(zone: Zone, from: string | undefined, to: string | undefined, nowMs: number): Range {
  const today = marketDayOf(nowMs, zone.marketTimeZone);
  const fromMs =
    from === undefined ? marketDayBounds(today, zone.marketTimeZone).startMs : instantOf(zone, 'from', from);
  const defaultDays = from === undefined ? 1 : 0;
  const lastDay = addDays(marketDayOf(fromMs, zone.marketTimeZone), defaultDays);
  const toMs =
    to === undefined ? marketDayBounds(lastDay, zone.marketTimeZone).endMs : instantOf(zone, 'to', to);
  if (toMs <= fromMs) {
    const hint = to !== undefined && isDay(to) ? ` For that one day use to=${addDays(to, 1)}.` : '';
    throw invalid(
      'to',
      `to=${to} is not after from=${from ?? today}; to itself is not part of the range.${hint}`,
    );
  }
  if (toMs - fromMs > (maxDays + 0.1) * dayMs) {
    const days = Math.round((toMs - fromMs) / dayMs);
    throw new ProblemError(
      'range-too-long',
      `The range has ${days} days, at most ${maxDays} are answered at once.`,
      [{ path: 'querystring.to', message: `must be within ${maxDays} days of from` }],
    );
  }
  return { fromMs, toMs };
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function instantOf(zone: Zone, name: string, text: string): number {
  const ms = isDay(text)
    ? marketDayBounds(text, zone.marketTimeZone).startMs
    : instantPattern.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(ms)) {
    throw invalid(
      name,
      `${name} is neither a day (2025-10-26) nor an instant with a zone (2025-10-26T00:00:00Z).`,
    );
  }
  return ms;
}

function invalid(name: string, message: string): ProblemError {
  return new ProblemError('invalid-request', message, [{ path: `querystring.${name}`, message }]);
}
