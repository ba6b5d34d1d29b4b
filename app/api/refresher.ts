import { tryAdvisoryLock } from '../db/advisory-lock.ts';
import { readFeedChecks } from '../db/feed-checks.ts';
import { summariseJobRuns } from '../db/job-runs.ts';
import { inTransaction } from '../db/transaction.ts';
import { readWatchedZones } from '../db/watched-zones.ts';
import { addDays } from '../domain/market-day.ts';
import { findZone } from '../domain/zones.ts';
import { lastPublishedDay } from '../ingest/market-clock.ts';
import { type SyncResult, syncZone } from '../ingest/sync-zone.ts';
import { type Context, pricesChanged } from './context.ts';

/** A zone stays watched so many days after somebody looked at it. */
const watchDays = 3;
const zoneTimeoutMs = 20_000;

/**
 * Checks the prices of watched zones (and of the default zone) from yesterday to what should be published, in one
 * replica at a time. Another replica's turn ends at once with an empty list.
 */
export async function refreshWatched(context: Context): Promise<SyncResult[]> {
  return inTransaction(context.pool, async (client) => {
    if (!(await tryAdvisoryLock(client, 'refresh'))) return [];
    const watched = await readWatchedZones(context.pool, watchDays);
    return refreshZones(context, [...new Set([context.defaultZone, ...watched.map(({ zone }) => zone)])]);
  });
}

/** Checks zones now, one after the other; ids that are not zones are passed over. */
export async function refreshZones(context: Context, ids: readonly string[]): Promise<SyncResult[]> {
  const { pool, feeds, metrics, shared, ready, now } = context;
  const results: SyncResult[] = [];
  for (const id of ids) {
    const zone = findZone(id);
    if (!zone) continue;
    const lastDay = lastPublishedDay(zone, now());
    const signal = AbortSignal.timeout(zoneTimeoutMs);
    const result = await syncZone({ pool, feeds, zone, firstDay: addDays(lastDay, -2), lastDay, signal });
    metrics.feedFetches.inc({ outcome: result.outcome });
    results.push(result);
    if (result.outcome === 'failed') continue;
    ready.dropZone(id);
    if (result.outcome === 'updated') await shared.publish(pricesChanged, id);
  }
  return results;
}

/** Sets the metrics that other processes write too: last checks and job runs. */
export async function readSharedMetrics({ pool, metrics }: Context): Promise<void> {
  for (const { zone, checkedAtMs } of await readFeedChecks(pool)) {
    if (checkedAtMs !== null) metrics.priceCheckedAt.set({ zone }, checkedAtMs / 1000);
  }
  for (const { job, outcome, lastEndedAtMs } of await summariseJobRuns(pool)) {
    const good = outcome === 'ok' || outcome === 'unchanged';
    if (good && lastEndedAtMs !== null) metrics.jobLastSuccess.set({ job }, lastEndedAtMs / 1000);
  }
}
