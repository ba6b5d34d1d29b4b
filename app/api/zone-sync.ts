import type { Pool } from 'pg';
import type { Cache } from '../cache/cache.ts';
import { announcePriceChange } from '../cache/price-changes.ts';
import type { Zone } from '../contract/http.ts';
import { addDays } from '../domain/market-day.ts';
import type { PriceFeed } from '../feeds/feed.ts';
import { lastPublishedDay } from '../ingest/market-clock.ts';
import { type SyncResult, syncZone } from '../ingest/sync-zone.ts';
import type { Metrics } from './plugins/metrics.ts';
import type { ReadyCache } from './ready-cache.ts';

/** What a check of the feeds works with. */
export interface SyncContext {
  pool: Pool;
  shared: Cache;
  feeds: readonly PriceFeed[];
  ready: ReadyCache;
  metrics: Metrics;
  now: () => number;
}

/**
 * Checks the feeds of a zone from `daysBack` days before the last published day on, stores what is new and tells
 * every process of the stack.
 */
export async function checkZone(
  context: SyncContext,
  zone: Zone,
  daysBack: number,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { pool, feeds, metrics, now } = context;
  const lastDay = lastPublishedDay(zone, now());
  const firstDay = addDays(lastDay, -daysBack);
  const result = await syncZone({ pool, feeds, zone, firstDay, lastDay, signal });
  metrics.feedFetches.inc({ outcome: result.outcome });
  await forgetAnswers(context, zone, result.daysWritten > 0);
  return result;
}

/** To be called after every check: even without new prices, answers say when the last one was. */
export async function forgetAnswers(
  { ready, shared }: Pick<SyncContext, 'ready' | 'shared'>,
  zone: Zone,
  pricesChanged: boolean,
): Promise<void> {
  ready.dropZone(zone.id);
  if (pricesChanged) await announcePriceChange(shared, zone.id);
}
