import type { StatisticsResponse, Zone } from '../../contract/http.ts';
import type { Slot } from '../../domain/price-day.ts';
import { priceStatistics } from '../../domain/price-statistics.ts';
import type { KnownPrices } from '../price-store.ts';
import { ProblemError } from '../problem.ts';
import type { Range } from '../range.ts';
import { cents, cutTo, iso, slotsWithin, zoneHead } from './slots.ts';

const hourMs = 3_600_000;

/**
 * What the published prices of a range come to.
 *
 * @throws ProblemError when the range has no price
 */
export function statisticsAnswer(
  zone: Zone,
  range: Range,
  { days, freshness }: KnownPrices,
): StatisticsResponse {
  const slots = cutTo(range, slotsWithin(zone, days, range));
  if (slots.length === 0) {
    const span = `from ${iso(range.fromMs)} to ${iso(range.toMs)}`;
    throw new ProblemError('no-prices', `${zone.id} has no stored prices ${span}.`);
  }
  const found = priceStatistics(slots, hoursOf(zone.displayTimeZone));
  const priceAt = ({ price, startMs }: Slot) => ({ price, start: iso(startMs) });
  return {
    ...zoneHead(zone),
    from: iso(range.fromMs),
    to: iso(range.toMs),
    minutes: found.minutes,
    mean: cents(found.mean),
    median: cents(found.median),
    lowest: priceAt(found.lowest),
    highest: priceAt(found.highest),
    negativeMinutes: found.negativeMinutes,
    byHour: found.byHour.map((mean) => (mean === null ? null : cents(mean))),
    simulated: days.some(({ simulated }) => simulated),
    freshness,
  };
}

/** The hour that a clock shows. Every zone is whole hours from UTC, so one look a whole hour is enough. */
function hoursOf(timeZone: string): (ms: number) => number {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const known = new Map<number, number>();
  return (ms) => {
    const start = ms - (ms % hourMs);
    const hour = known.get(start) ?? Number(clock.format(start));
    known.set(start, hour);
    return hour;
  };
}
