import { Temporal } from 'temporal-polyfill';
import { minutesOf } from '../../tariff/grid-charge.ts';

/** The slots that a plan counts in, and the clock that its household lives by. */
export interface Grid {
  /** Unix milliseconds of the start of slot 0. */
  startMs: number;
  stepMinutes: number;
  count: number;
  /** IANA zone. */
  timeZone: string;
}

/** Thrown when a request makes no sense; `path` is the part of it that is wrong. */
export class PlanRequestError extends Error {
  override name = 'PlanRequestError';
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** Every market interval, and every local hour, is a multiple of it. */
export const quarterMinutes = 15;
const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** Slots stay at most 192: quarters for two days, half hours for four, hours for a week. */
export function stepMinutesFor(hours: number): number {
  return hours <= 48 ? 15 : hours <= 96 ? 30 : 60;
}

/** The start of a slot, Unix milliseconds. */
export function slotStartMs({ startMs, stepMinutes }: Grid, slot: number): number {
  return startMs + slot * stepMinutes * minuteMs;
}

/** The first slot that begins at or after an instant. */
export function slotFrom(grid: Grid, ms: number): number {
  const slot = Math.ceil((ms - grid.startMs) / (grid.stepMinutes * minuteMs));
  return Math.min(Math.max(0, slot), grid.count);
}

/** The slot that all slots which end by an instant lie before. */
export function slotBefore(grid: Grid, ms: number): number {
  const slot = Math.floor((ms - grid.startMs) / (grid.stepMinutes * minuteMs));
  return Math.min(Math.max(0, slot), grid.count);
}

/**
 * The instant that a text means: an ISO 8601 instant, or `HH:MM` for the next time after `afterMs` that the clock of
 * the zone shows it. On the day that skips it, the hour after.
 *
 * @throws PlanRequestError for anything else
 */
export function instantOf(timeZone: string, text: string, afterMs: number, path: string): number {
  if (/^\d{2}:\d{2}$/.test(text)) {
    const after = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timeZone);
    try {
      const today = after.withPlainTime(Temporal.PlainTime.from(text, { overflow: 'reject' }));
      const isNext = Temporal.ZonedDateTime.compare(today, after) > 0;
      return (isNext ? today : after.add({ days: 1 }).withPlainTime(text)).epochMilliseconds;
    } catch {
      throw new PlanRequestError(path, `${text} is no time of day; write it like 07:00.`);
    }
  }
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    const message = `"${text}" is neither a time of day (07:00) nor an instant with a zone (2026-01-15T06:00:00Z).`;
    throw new PlanRequestError(path, message);
  }
}

/**
 * Slots that overlap one of the daily times, on the clock of the zone.
 *
 * @param times `HH:MM` each; a `to` at or before its `from` lies on the next day
 */
export function slotsInside(grid: Grid, times: readonly { from: string; to: string }[]): boolean[] {
  if (times.length === 0) return Array(grid.count).fill(false);
  const ranges = times.flatMap(({ from, to }) => {
    const [first, last] = [minutesOf(from), minutesOf(to)];
    return first < last
      ? [[first, last]]
      : [
          [first, dayMinutes],
          [0, last],
        ];
  }) as [number, number][];
  return Array.from({ length: grid.count }, (_, slot) =>
    quartersOf(grid, slot).some((minute) =>
      ranges.some(([from, to]) => minute < to && minute + quarterMinutes > from),
    ),
  );
}

/** What the clock of the zone shows at the start of each quarter of a slot, in minutes since midnight. */
export function quartersOf(grid: Grid, slot: number): number[] {
  const perSlot = grid.stepMinutes / quarterMinutes;
  return clockOf(grid).slice(slot * perSlot, (slot + 1) * perSlot);
}

const clocks = new WeakMap<Grid, number[]>();

/** The same for all quarters of the grid; asking the calendar is slow, so that is done once, and for full hours only. */
function clockOf(grid: Grid): number[] {
  const known = clocks.get(grid);
  if (known) return known;
  const quarters = (grid.count * grid.stepMinutes) / quarterMinutes;
  let [hourMs, offsetMinutes] = [Number.NaN, 0];
  const clock = Array.from({ length: quarters }, (_, index) => {
    const ms = grid.startMs + index * quarterMinutes * minuteMs;
    if (ms - (ms % (60 * minuteMs)) !== hourMs) {
      hourMs = ms - (ms % (60 * minuteMs));
      const hour = Temporal.Instant.fromEpochMilliseconds(hourMs).toZonedDateTimeISO(grid.timeZone);
      offsetMinutes = hour.offsetNanoseconds / 60e9;
    }
    return (ms / minuteMs + offsetMinutes) % dayMinutes;
  });
  clocks.set(grid, clock);
  return clock;
}
