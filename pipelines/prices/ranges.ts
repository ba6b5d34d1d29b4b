import type { Zone } from '@eo/app/contract/http.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { addDays, daysBetween } from '@eo/app/domain/market-day.ts';
import { isComplete } from '@eo/app/domain/price-day.ts';
import type { PriceFeed } from '@eo/app/feeds/feed.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import type { Pool } from 'pg';

/** Market days, both included. */
export interface DayRange {
  firstDay: string;
  lastDay: string;
}

/** How far back gaps are looked for when no feed says what it has. */
const gapDays = 60;

/**
 * Which days of a zone to ask for: what the caller said; else everything the preferred feed knows it has; else from
 * the first gap of the last 60 days (yesterday when there is none) to what should be published now.
 */
export async function rangeToSync(
  pool: Pool,
  feeds: readonly PriceFeed[],
  zone: Zone,
  { from, to }: { from?: string; to?: string },
  nowMs: number,
): Promise<DayRange> {
  const published = lastPublishedDay(zone, nowMs);
  const preferred = feeds.find((feed) => feed.supports(zone));
  const covered = from && to ? null : await preferred?.coverage(zone);
  const lastDay = to ? addDays(to, -1) : latest(published, covered?.lastDay);
  if (from) return { firstDay: from, lastDay };
  return {
    firstDay: covered?.firstDay ?? (await firstGap(pool, zone, addDays(published, -gapDays), published)),
    lastDay,
  };
}

const latest = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);

async function firstGap(pool: Pool, zone: Zone, from: string, published: string): Promise<string> {
  const stored = await readPriceDays(pool, zone.id, from, published);
  const good = new Set(stored.filter((day) => !day.simulated && isComplete(zone, day)).map(({ day }) => day));
  const yesterday = addDays(published, -1);
  return daysBetween(from, yesterday).find((day) => !good.has(day)) ?? yesterday;
}

/** Splits a range into pieces of so many days at the most. */
export function chunksOf(firstDay: string, lastDay: string, days: number): [string, string][] {
  const chunks: [string, string][] = [];
  for (let from = firstDay; from <= lastDay; from = addDays(from, days)) {
    const end = addDays(from, days - 1);
    chunks.push([from, end < lastDay ? end : lastDay]);
  }
  return chunks;
}
