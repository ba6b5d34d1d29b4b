import type { Zone } from '@eo/app/contract/http.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { isComplete } from '@eo/app/domain/price-day.ts';
import { isPublishing, lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import type { Pool } from 'pg';

/**
 * Zones whose market publishes about now and whose newest day is not complete yet. A zone that has no complete real
 * day before it does not count: its feeds do not publish it day by day, and waiting would not help.
 */
export async function lateZones(pool: Pool, zones: readonly Zone[], nowMs: number): Promise<Zone[]> {
  const late: Zone[] = [];
  for (const zone of zones) {
    if (isPublishing(zone, nowMs) && (await isLate(pool, zone, lastPublishedDay(zone, nowMs))))
      late.push(zone);
  }
  return late;
}

async function isLate(pool: Pool, zone: Zone, newest: string): Promise<boolean> {
  const before = addDays(newest, -1);
  const stored = await readPriceDays(pool, zone.id, before, newest);
  const isThere = (day: string): boolean =>
    stored.some((one) => one.day === day && !one.simulated && isComplete(zone, one));
  return isThere(before) && !isThere(newest);
}
