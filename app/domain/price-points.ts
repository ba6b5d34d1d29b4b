import type { Zone } from '../contract/http.ts';
import { marketDayBounds, marketDayOf } from './market-day.ts';
import type { PriceDay } from './price-day.ts';

/** A price as a feed states it. */
export interface PricePoint {
  /** Unix milliseconds. */
  startMs: number;
  /** Length of the interval; null when the feed gives starts only, then the step of the day is detected. */
  minutes: number | null;
  /** Currency per MWh; null where the feed has the interval but no value. */
  price: number | null;
}

/** Lengths of market intervals there are. */
export const marketSteps: readonly number[] = [15, 30, 60];

/** Thrown when points do not lie on a grid of 15, 30 or 60 minutes from the start of the market day. */
export class GridError extends RangeError {
  override name = 'GridError';
}

/**
 * Groups priced intervals in absolute time, in any order, into market days.
 *
 * Each day gets the finest step found in it, and a longer interval fills all the shorter ones it covers (a price
 * per MWh holds for each of its parts). Where several points price the same interval the first one given wins; a
 * point without a price never stands in the way of one that has it. What no point prices is `null`.
 *
 * @returns the days that have at least one point, in order, each in the full length of its market day
 * @throws GridError when a point is off the grid, naming it
 */
export function priceDaysFromSlots(zone: Zone, points: readonly PricePoint[]): PriceDay[] {
  return groupByDay(zone, points).map((group) => {
    const step = stepOf(zone, group);
    const length = (group.endMs - group.startMs) / (step * 60_000);
    const prices = new Array<number | null>(length).fill(null);
    for (const point of group.points) fill(prices, point, (point.startMs - group.startMs) / 60_000, step);
    return { zone: zone.id, day: group.day, resolutionMinutes: step, currency: zone.currency, prices };
  });
}

interface DayGroup {
  day: string;
  startMs: number;
  endMs: number;
  /** In the order they were given. */
  points: PricePoint[];
}

function groupByDay(zone: Zone, points: readonly PricePoint[]): DayGroup[] {
  const groups = new Map<string, DayGroup>();
  let current: DayGroup | undefined;
  for (const point of points) {
    if (!current || point.startMs < current.startMs || point.startMs >= current.endMs) {
      // Looking a day up is costly next to comparing two numbers, and points mostly come day by day.
      current = groupOf(groups, zone, point.startMs);
    }
    current.points.push(point);
  }
  return [...groups.values()].sort((a, b) => a.startMs - b.startMs);
}

function groupOf(groups: Map<string, DayGroup>, zone: Zone, startMs: number): DayGroup {
  if (!Number.isSafeInteger(startMs)) throw new GridError(`${startMs} is not an instant in milliseconds.`);
  const day = marketDayOf(startMs, zone.marketTimeZone);
  const known = groups.get(day);
  if (known) return known;
  const group = { day, ...marketDayBounds(day, zone.marketTimeZone), points: [] };
  groups.set(day, group);
  return group;
}

/**
 * The step of a day in minutes: the longest market interval on whose grid every start and every stated length
 * lies. A single start without a length says nothing about the step, so the zone's own counts as well.
 */
function stepOf(zone: Zone, group: DayGroup): number {
  const spans = group.points.flatMap((point) => {
    const offset = (point.startMs - group.startMs) / 60_000;
    return point.minutes === null ? [offset] : [offset, point.minutes];
  });
  if (spans.length === 1) spans.push(zone.resolutionMinutes);
  const step = marketSteps.findLast((minutes) => spans.every((span) => span % minutes === 0));
  if (step) return step;
  throw new GridError(
    `The prices of ${group.day} do not lie on a grid of 15, 30 or 60 minutes from the start of the market day.`,
  );
}

function fill(prices: (number | null)[], point: PricePoint, offsetMinutes: number, step: number): void {
  const minutes = point.minutes ?? step;
  if (!marketSteps.includes(minutes) || offsetMinutes % minutes !== 0) {
    const start = new Date(point.startMs).toISOString();
    throw new GridError(`The interval at ${start} does not lie on a grid of ${minutes} minutes.`);
  }
  const first = offsetMinutes / step;
  for (let index = first; index < first + minutes / step; index++) prices[index] ??= point.price;
}
