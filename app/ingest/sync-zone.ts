import type { Pool } from 'pg';
import type { Zone } from '../contract/http.ts';
import { recordFeedFailure, recordFeedSuccess } from '../db/feed-checks.ts';
import type { Database } from '../db/pool.ts';
import { upsertPriceDays } from '../db/prices.ts';
import { inTransaction } from '../db/transaction.ts';
import { AllFeedsFailedError, type Fetched, fetchFirst } from '../feeds/failover.ts';
import type { FeedError, FeedErrorKind, PriceFeed } from '../feeds/feed.ts';

export interface SyncRequest {
  pool: Pool;
  /** In order of preference. */
  feeds: readonly PriceFeed[];
  zone: Zone;
  /** `YYYY-MM-DD` in the zone's market time zone. */
  firstDay: string;
  /** Included. */
  lastDay: string;
  /** Gives up on the feeds; what is written is written whole or not at all. */
  signal: AbortSignal;
}

export interface SyncResult {
  zone: string;
  outcome: 'updated' | 'unchanged' | 'failed';
  /** The feed that delivered; null when none did. */
  feed: string | null;
  daysWritten: number;
  /** Why it failed, or which feeds failed before the one that delivered; null when all went well. */
  detail: string | null;
  /** What a feed that refused asked us to wait; only there when one did. */
  retryAfterSeconds?: number;
  /** Why each feed that was asked failed; only there when none delivered. */
  reasons?: FeedErrorKind[];
}

/**
 * Brings the stored days of one zone up to what the first feed that answers has, and records the check. Feeds that
 * fail leave the stored days as they are; the failure is recorded and the time of the last good check stays.
 *
 * A stand-in that answers for a market feed out of order fills days that nothing is known of. It does not confirm
 * real prices that are stored, so where there are some the check counts as failed.
 *
 * @throws what the database throws, and the signal's reason unless it is a timeout; the feeds' failures are a
 *   result, not an error
 */
export async function syncZone(request: SyncRequest): Promise<SyncResult> {
  const { pool, feeds, zone, firstDay, lastDay, signal } = request;
  let fetched: Fetched;
  try {
    fetched = await fetchFirst(feeds, zone, firstDay, lastDay, signal);
  } catch (error) {
    const failure = failureOf(error, zone);
    await recordFeedFailure(pool, zone.id, failure.detail);
    return { zone: zone.id, outcome: 'failed', feed: null, daysWritten: 0, ...failure };
  }
  return inTransaction(pool, (client) => store(client, zone, fetched));
}

type Failure = Pick<SyncResult, 'reasons' | 'retryAfterSeconds'> & { detail: string };

/** @throws the error when it says nothing about the feeds, as when the caller shuts down */
function failureOf(error: unknown, zone: Zone): Failure {
  if (error instanceof AllFeedsFailedError) {
    const reasons = error.failures.map(({ kind }) => kind);
    return { detail: error.message, reasons, ...waitOf(error.failures) };
  }
  if ((error as Error).name !== 'TimeoutError') throw error;
  return { detail: `The feeds of ${zone.id} did not answer in the time given.`, reasons: ['timeout'] };
}

/** The longest wait that a feed asked for. */
function waitOf(failures: readonly FeedError[]): { retryAfterSeconds?: number } {
  const waits = failures.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  return waits.length > 0 ? { retryAfterSeconds: Math.max(...waits) } : {};
}

async function store(db: Database, zone: Zone, { batches, failures }: Fetched): Promise<SyncResult> {
  const feed = batches[0]?.feed ?? null;
  let daysWritten = 0;
  let keptReal = 0;
  for (const batch of batches) {
    const counts = await upsertPriceDays(db, zone.id, batch);
    daysWritten += counts.inserted + counts.updated;
    keptReal += counts.keptReal;
  }
  const detail = failures.map(({ message }) => message).join(' ') || null;
  const isUnconfirmed = detail !== null && keptReal > 0;
  if (isUnconfirmed) await recordFeedFailure(db, zone.id, detail);
  else if (feed) await recordFeedSuccess(db, zone.id, feed);
  const outcome = daysWritten > 0 ? 'updated' : isUnconfirmed ? 'failed' : 'unchanged';
  return { zone: zone.id, outcome, feed, daysWritten, detail, ...waitOf(failures) };
}
