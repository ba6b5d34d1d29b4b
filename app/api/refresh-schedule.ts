import type { WatchedZone } from '../db/watched-zones.ts';

/** First pause after a failed check; it doubles with each further one, up to the interval. */
const firstRetryMs = 10_000;

/** What decides when a zone is checked next. */
export type CheckState = Pick<WatchedZone, 'zone' | 'checkedAtMs' | 'failedAtMs' | 'failures'>;

/**
 * When the feeds of a zone should be checked, in Unix milliseconds: an interval after the last good check; after
 * failures sooner, with growing pauses.
 */
export function dueAtMs(
  { checkedAtMs, failedAtMs, failures }: Omit<CheckState, 'zone'>,
  intervalMs: number,
): number {
  if (failures > 0 && failedAtMs !== null) {
    return failedAtMs + Math.min(intervalMs, firstRetryMs * 2 ** Math.min(failures - 1, 20));
  }
  return checkedAtMs === null ? 0 : checkedAtMs + intervalMs;
}

/** Longest and shortest sleep between two looks at the schedule, given the interval. */
const longestSleep = (intervalMs: number): number => intervalMs / 2;
const shortestSleepMs = 5_000;

/**
 * How long to sleep until a zone is due, in milliseconds. Never longer than half the interval: meanwhile somebody
 * may ask for a zone that nobody watched.
 */
export function sleepMs(dueTimesMs: readonly number[], nowMs: number, intervalMs: number): number {
  const untilDue = Math.min(...dueTimesMs) - nowMs;
  const longest = longestSleep(intervalMs);
  return Math.min(longest, Math.max(untilDue, Math.min(shortestSleepMs, longest)));
}
