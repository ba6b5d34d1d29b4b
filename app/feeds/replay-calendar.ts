import type { Zone } from '../contract/http.ts';
import { addDays, dayNumber } from '../domain/market-day.ts';
import { clockMinutes, isComplete, type PriceDay } from '../domain/price-day.ts';

/** How recorded days are laid onto days after the end of a recording. Pure. */

/** Recorded days of a zone by their date; at least one. */
export interface Recording {
  days: ReadonlyMap<string, PriceDay>;
  firstDay: string;
  lastDay: string;
}

const yearInWeeks = 52;

/**
 * The recorded day to play on a day after the recording's end: the latest complete one that lies whole years of 52
 * weeks before (same weekday, same season). A recording that has none is too short for that; then the latest
 * complete one of the same weekday.
 *
 * @returns null when no complete day of that weekday is recorded
 */
export function donorOf(zone: Zone, recording: Recording, day: string): PriceDay | null {
  return latestBefore(zone, recording, day, yearInWeeks * 7) ?? latestBefore(zone, recording, day, 7);
}

function latestBefore(zone: Zone, recording: Recording, day: string, stepDays: number): PriceDay | null {
  const distance = dayNumber(day) - dayNumber(recording.lastDay);
  const steps = Math.max(1, Math.ceil(distance / stepDays));
  for (
    let donor = addDays(day, -steps * stepDays);
    donor >= recording.firstDay;
    donor = addDays(donor, -stepDays)
  ) {
    const recorded = recording.days.get(donor);
    if (recorded && isComplete(zone, recorded)) return recorded;
  }
  return null;
}

/**
 * Plays a recorded day on another date, by the clock on the wall: 18:15 gets the price of 18:15, whatever the
 * length of the two days. An hour that the clock repeats gets the recorded repetition, or the same prices twice;
 * an hour that the recording skipped gets the prices of the hour before.
 */
export function playOn(zone: Zone, donor: PriceDay, day: string): PriceDay {
  const resolutionMinutes = Math.min(donor.resolutionMinutes, zone.resolutionMinutes);
  const recorded = new Map<string, number | null>();
  wallTimes(zone, donor.day, resolutionMinutes).forEach((time, index) => {
    // A longer recorded interval holds for each of the shorter ones of today's market.
    const source = Math.floor((index * resolutionMinutes) / donor.resolutionMinutes);
    recorded.set(keyOf(time), donor.prices[source] ?? null);
  });
  const prices = wallTimes(zone, day, resolutionMinutes).map((time) => priceAt(recorded, time));
  return { zone: zone.id, day, resolutionMinutes, currency: zone.currency, prices };
}

interface WallTime {
  /** Minutes since midnight by the clock. */
  minutes: number;
  /** 0, or 1 in the hour that is repeated in autumn. */
  repetition: number;
}

function keyOf({ minutes, repetition }: WallTime): string {
  return `${minutes}/${repetition}`;
}

function priceAt(recorded: ReadonlyMap<string, number | null>, time: WallTime): number | null {
  const { minutes } = time;
  const candidates = [time, { minutes, repetition: 0 }, { minutes: minutes - 60, repetition: 0 }];
  const key = candidates.map(keyOf).find((candidate) => recorded.has(candidate));
  return key === undefined ? null : (recorded.get(key) ?? null);
}

function wallTimes(zone: Zone, day: string, resolutionMinutes: number): WallTime[] {
  const seen = new Set<number>();
  return clockMinutes(zone, day, resolutionMinutes).map((minutes) => {
    const repetition = seen.has(minutes) ? 1 : 0;
    seen.add(minutes);
    return { minutes, repetition };
  });
}
