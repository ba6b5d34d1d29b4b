import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../contract/http.ts';

/**
 * The clock of the market after which tomorrow's prices can be out (the coupled European auction from about 12:50, GB
 * Agile about 16:00), and by which they are out on all but the worst days.
 */
const publication = {
  coupled: { from: '12:45', until: '15:00' },
  agile: { from: '16:00', until: '19:00' },
};

/**
 * The last market day whose prices a market can have published by `nowMs`: tomorrow after publication, else today.
 * Whoever asks a feed asks no further, since feeds that make prices up know every day.
 */
export function lastPublishedDay(zone: Zone, nowMs: number): string {
  const now = marketTime(zone, nowMs);
  return now
    .toPlainDate()
    .add({ days: isAtOrAfter(now, publicationOf(zone).from) ? 1 : 0 })
    .toString();
}

/** Whether a market publishes about now, so that asking again soon makes sense while tomorrow is not complete. */
export function isPublishing(zone: Zone, nowMs: number): boolean {
  const now = marketTime(zone, nowMs);
  const { from, until } = publicationOf(zone);
  return isAtOrAfter(now, from) && !isAtOrAfter(now, until);
}

/** A market that is late publishes any minute. */
const lateMs = 10 * 60_000;

/**
 * When the next prices are to be expected, Unix milliseconds: on the last known day, as the market publishes a day
 * ahead, or soon where what could be out by `nowMs` is not there yet.
 *
 * @param lastDay the last market day that all prices are known of
 */
export function nextPublicationMs(zone: Zone, lastDay: string, nowMs: number): number {
  const clock = Temporal.PlainTime.from(publicationOf(zone).from);
  const { epochMilliseconds } = Temporal.PlainDate.from(lastDay)
    .toPlainDateTime(clock)
    .toZonedDateTime(zone.marketTimeZone);
  return epochMilliseconds > nowMs ? epochMilliseconds : nowMs + lateMs;
}

const publicationOf = (zone: Zone) => (zone.currency === 'GBP' ? publication.agile : publication.coupled);

const marketTime = (zone: Zone, nowMs: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone.marketTimeZone);

const isAtOrAfter = (now: Temporal.ZonedDateTime, clock: string): boolean =>
  Temporal.PlainTime.compare(now.toPlainTime(), Temporal.PlainTime.from(clock)) >= 0;
