import type { Pool } from 'pg';
import type { Zone } from '../contract/http.ts';
import { recordFeedSuccess } from '../db/feed-checks.ts';
import { upsertPriceDays } from '../db/prices.ts';
import { inTransaction } from '../db/transaction.ts';
import { fetchFirst } from '../feeds/failover.ts';
import type { PriceFeed } from '../feeds/feed.ts';

export interface HistoryRequest {
  pool: Pool;
  feeds: readonly PriceFeed[];
  zone: Zone;
  /** `YYYY-MM-DD` in the zone's market time zone. */
  firstDay: string;
  /** Included. */
  lastDay: string;
  signal: AbortSignal;
}

/**
 * Stores the days of a zone from far back up to now, for forecasts to learn from. A stand-in for a feed out of order
 * does not count, since nobody would come back to replace a year of made-up prices. A failure is not recorded: long
 * ranges are refused more often than short ones, and say less about how fresh the zone is.
 *
 * @returns days written
 * @throws FeedError or AllFeedsFailedError when the preferred feed does not deliver; what the database throws
 */
export async function loadHistory(request: HistoryRequest): Promise<number> {
  const { pool, feeds, zone, firstDay, lastDay, signal } = request;
  const { batches, failures } = await fetchFirst(feeds, zone, firstDay, lastDay, signal);
  const failure = failures[0];
  if (failure && batches.some(({ simulated }) => simulated)) throw failure;
  return inTransaction(pool, async (client) => {
    let written = 0;
    for (const batch of batches) {
      const { inserted, updated } = await upsertPriceDays(client, zone.id, batch);
      written += inserted + updated;
    }
    await recordFeedSuccess(client, zone.id, batches[0]?.feed ?? 'unknown');
    return written;
  });
}
