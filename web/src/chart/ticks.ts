import {
  dayOf,
  formatDayNear,
  formatDayShort,
  formatOffset,
  formatTime,
  isTwice,
  wallClock,
} from '../time.ts';

/** A mark of the time axis. */
export interface TimeTick {
  /** Unix milliseconds. */
  ms: number;
  /** The time, and below it the day where one begins, or the offset of an hour that comes twice. */
  label: string;
  /** A day begins here. */
  isDay: boolean;
}

/** Whose clock the axis shows, and which day it is there. */
interface ZoneDay {
  timeZone: string;
  today: string;
}

const halfHourMs = 1_800_000;
const hourMs = 2 * halfHourMs;
/** Room of "00:00" with air around it, in CSS pixels. */
const labelWidth = 48;
/** Room of "tomorrow". */
const wordWidth = 64;
/** Hours between labels, so that midnight is always one of them. */
const steps = [1, 2, 3, 6, 12, 24];

/** Marks on round hours of the zone's own clock, as close as the width allows; days begin where they do there. */
export function timeTicks(fromMs: number, toMs: number, width: number, zone: ZoneDay): TimeTick[] {
  const { timeZone } = zone;
  const hourWidth = width / ((toMs - fromMs) / hourMs);
  const step = steps.find((hours) => hours * hourWidth >= labelWidth) ?? 24;
  const ticks: TimeTick[] = [];
  // Every clock of the zones stands on a full or half hour of UTC.
  for (let ms = Math.ceil(fromMs / halfHourMs) * halfHourMs; ms < toMs; ms += halfHourMs) {
    const { hour, minute } = wallClock(ms, timeZone);
    if (minute !== 0 || hour % step !== 0) continue;
    const time = formatTime(ms, timeZone);
    const second = hour === 0 ? dayLabel(ms, zone, hourWidth) : twiceLabel(ms, timeZone, step, hourWidth);
    ticks.push({ ms, label: second ? `${time}\n${second}` : time, isDay: hour === 0 });
  }
  return ticks[0] ? [withDay(ticks[0], zone, hourWidth), ...ticks.slice(1)] : ticks;
}

/** The first mark says which day it is in, also where the axis starts after midnight. */
function withDay(tick: TimeTick, zone: ZoneDay, hourWidth: number): TimeTick {
  const hasDay = tick.label.includes('\n');
  return hasDay ? tick : { ...tick, label: `${tick.label}\n${dayLabel(tick.ms, zone, hourWidth)}` };
}

/** In a word where a day is wide enough for one. */
function dayLabel(ms: number, { timeZone, today }: ZoneDay, hourWidth: number): string {
  const day = dayOf(ms, timeZone);
  return 24 * hourWidth < wordWidth ? formatDayShort(day) : formatDayNear(day, today);
}

/** The two hours stand one hour apart: where that is little, "+2" has room and "GMT+2" has not. */
function twiceLabel(ms: number, timeZone: string, step: number, hourWidth: number): string | null {
  if (step > 2 || !isTwice(ms, timeZone)) return null;
  const offset = formatOffset(ms, timeZone);
  return hourWidth < labelWidth ? offset.replace('GMT', '') : offset;
}
