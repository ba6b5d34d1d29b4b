import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../contract/http.ts';

/**
 * The clock of the market after which tomorrow's prices can be out: the coupled European auction from about 12:50,
 * GB Agile about 16:00.
 */
const publication = { coupled: '12:45', agile: '16:00' };

/**
 * The last market day whose prices a market can have published by `nowMs`: tomorrow after publication, else today.
 * Whoever asks a feed asks no further, since feeds that make prices up know every day.
 */
export function lastPublishedDay(zone: Zone, nowMs: number): string {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone.marketTimeZone);
  const publishedFrom = Temporal.PlainTime.from(
    zone.currency === 'GBP' ? publication.agile : publication.coupled,
  );
  const isOut = Temporal.PlainTime.compare(now.toPlainTime(), publishedFrom) >= 0;
  return now
    .toPlainDate()
    .add({ days: isOut ? 1 : 0 })
    .toString();
}
