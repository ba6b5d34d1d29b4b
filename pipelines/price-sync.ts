import { type PipelineEnv, parseEnv, PipelineEnv as schema } from '@eo/app/contract/env.ts';
import type { Zone } from '@eo/app/contract/http.ts';
import { type JobResult, withJobRun } from '@eo/app/db/job-runs.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { isDay } from '@eo/app/domain/market-day.ts';
import { findZone, zones } from '@eo/app/domain/zones.ts';
import type { PriceFeed } from '@eo/app/feeds/feed.ts';
import { createFeeds } from '@eo/app/feeds/registry.ts';
import { type SyncResult, syncZone } from '@eo/app/ingest/sync-zone.ts';
import type { Pool } from 'pg';
import { expBackoff, retry } from 'zx';
import { asProcess, exitCodes, parseOptions, pipelineCommand, UsageError } from './options.ts';
import { chunksOf, rangeToSync } from './price-ranges.ts';

interface Options {
  zones?: string;
  from?: string;
  to?: string;
  feed?: string;
  replayDir?: string;
  dryRun?: true;
  json?: true;
}

const attempts = 3;
/** Days asked for at once: a feed answers a quarter of a year of quarter hours in well under its time limit. */
const chunkDays = 92;

/**
 * `price-sync`: the bulk sync and gap repair of prices, every six hours. For each zone it asks from the first gap of
 * the last 60 days (or everything a recorded feed has) up to what should be published, and stores what changed.
 */
async function main(args: string[]): Promise<number> {
  const options = parseOptions<Options>(
    pipelineCommand('price-sync', 'Fetches day-ahead prices and repairs gaps.', [
      'price-sync',
      'price-sync --zones SE3 --feed replay --replay-dir ./recorded',
      'price-sync --zones DE-LU,AT --from 2026-01-01 --to 2026-02-01',
    ])
      .option('--zones <ids>', 'comma-separated zones (default: every zone that the feeds serve)')
      .option('--from <day>', 'first market day, YYYY-MM-DD (default: the first gap)')
      .option('--to <day>', 'day after the last one, YYYY-MM-DD (default: what is published)')
      .option('--feed <names>', 'feeds in order of preference (default: FEEDS)')
      .option('--replay-dir <folder>', 'recorded days for the replay feed (default: REPLAY_DIR)'),
    args,
  );
  if (!options) return 0;
  const env = parseEnv(schema, {
    ...process.env,
    ...(options.feed ? { FEEDS: options.feed } : {}),
    ...(options.replayDir ? { REPLAY_DIR: options.replayDir } : {}),
  });
  const pool = createPool(env.DATABASE_URL, {
    applicationName: 'price-sync',
    max: 4,
    statementTimeoutMs: 60_000,
  });
  try {
    return await syncAll(pool, env, options);
  } finally {
    await pool.end();
  }
}

async function syncAll(pool: Pool, env: PipelineEnv, options: Options): Promise<number> {
  const feeds = createFeeds(env);
  const wanted = await wantedZones(feeds, options);
  for (const day of [options.from, options.to]) {
    if (day !== undefined && !isDay(day))
      throw new UsageError(`"${day}" is not a day. Write it like 2026-01-31.`);
  }
  if (options.dryRun) {
    console.log(`would sync ${wanted.length} zones: ${wanted.map(({ id }) => id).join(', ')}`);
    return 0;
  }
  const results: SyncResult[] = [];
  const run = await withJobRun(pool, 'price-sync', async ({ signal }) => {
    for (const zone of wanted) results.push(await syncZoneWithRetry(pool, feeds, zone, options, signal));
    return summarise(results);
  });
  if (run === 'already-running') {
    console.log('price-sync runs already; nothing was done.');
    return 0;
  }
  const { zones: count = 0, failed = 0, daysWritten = 0 } = run.counts;
  console.log(`${run.outcome}: ${count} zones, ${daysWritten} days written, ${failed} failed`);
  if (options.json)
    console.log(JSON.stringify({ job: run.job, outcome: run.outcome, counts: run.counts, results }));
  return run.outcome === 'running' ? 1 : exitCodes[run.outcome];
}

async function wantedZones(feeds: readonly PriceFeed[], options: Options): Promise<Zone[]> {
  const serves = (zone: Zone): boolean => feeds.some((feed) => feed.supports(zone));
  if (!options.zones) return zones.filter(serves);
  return options.zones.split(',').map((id) => {
    const zone = findZone(id.trim());
    if (!zone)
      throw new UsageError(`There is no zone ${id}. Known: ${zones.map((known) => known.id).join(', ')}`);
    return zone;
  });
}

async function syncZoneWithRetry(
  pool: Pool,
  feeds: readonly PriceFeed[],
  zone: Zone,
  options: Options,
  signal: AbortSignal,
): Promise<SyncResult> {
  const range = await rangeToSync(pool, feeds, zone, options, Date.now());
  let total: SyncResult = { zone: zone.id, outcome: 'unchanged', feed: null, daysWritten: 0, detail: null };
  for (const [firstDay, lastDay] of chunksOf(range.firstDay, range.lastDay, chunkDays)) {
    const part = await retryFailed(() => syncZone({ pool, feeds, zone, firstDay, lastDay, signal }));
    total = combine(total, part);
  }
  console.log(
    `  ${zone.id.padEnd(10)}${total.outcome.padEnd(11)}${total.daysWritten} days  ${total.detail ?? total.feed ?? ''}`,
  );
  return total;
}

/** Feeds are tried again with growing pauses; what the last try brought is the result. */
async function retryFailed(attempt: () => Promise<SyncResult>): Promise<SyncResult> {
  let last: SyncResult | null = null;
  try {
    return await retry(attempts, expBackoff('20s', '1s'), async () => {
      last = await attempt();
      if (last.outcome === 'failed') throw new Error(last.detail ?? 'failed');
      return last;
    });
  } catch (error) {
    if (last) return last;
    throw error;
  }
}

function combine(total: SyncResult, part: SyncResult): SyncResult {
  const outcome = [total.outcome, part.outcome].includes('failed')
    ? 'failed'
    : part.outcome === 'updated'
      ? 'updated'
      : total.outcome;
  return {
    ...total,
    outcome,
    feed: part.feed ?? total.feed,
    daysWritten: total.daysWritten + part.daysWritten,
    detail: part.detail ?? total.detail,
  };
}

/** Partial when some zones failed, failed when all did. */
export function summarise(results: readonly SyncResult[]): JobResult {
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const daysWritten = results.reduce((sum, result) => sum + result.daysWritten, 0);
  const counts = { zones: results.length, failed: failed.length, daysWritten };
  const error = failed[0] ? `${failed[0].zone}: ${failed[0].detail}` : null;
  if (failed.length > 0)
    return { outcome: failed.length === results.length ? 'failed' : 'partial', counts, error };
  return { outcome: daysWritten > 0 ? 'ok' : 'unchanged', counts, error };
}

await asProcess(main);
