import type { Pool } from 'pg';
import type { Zone } from '../contract/http.ts';
import { type PriceConflict, recordComparison } from '../db/price-conflicts.ts';
import { readPriceDays, type StoredPriceDay, upsertPriceDays } from '../db/prices.ts';
import { inTransaction } from '../db/transaction.ts';
import { isComplete, type PriceDay } from '../domain/price-day.ts';
import { priceDifference } from '../domain/price-difference.ts';
import { AllFeedsFailedError, fetchFirst } from '../feeds/failover.ts';
import type { FeedBatch, PriceFeed } from '../feeds/feed.ts';
import type { SyncRequest } from './sync-zone.ts';

/** What a second feed had to say. */
export interface SecondOpinion {
  /** The feed that was heard; null when there is no second one, or it did not deliver. */
  feed: string | null;
  /** Days that were missing or partial and got prices from it. */
  daysFilled: number;
  /** Days of which it gave other prices than the stored ones. */
  conflicts: PriceConflict[];
}

/**
 * Asks the next market feed of a zone for days that another one delivered. What is missing in the stored days is
 * filled in; what both have is compared, and differences are recorded. Stored prices are not replaced: which of two
 * feeds is wrong cannot be told by machine. A second feed out of order is no failure, the first one answered.
 *
 * @param request of which `feeds` are all feeds of the zone
 * @param first name of the feed that delivered; null when none did
 * @throws what the database throws, and the signal's reason
 */
export async function secondOpinion(request: SyncRequest, first: string | null): Promise<SecondOpinion> {
  const { pool, zone, firstDay, lastDay } = request;
  const others = request.feeds.filter(({ name, standIn }) => !standIn && name !== first);
  const batches = await fetchFrom(others, request);
  const feed = batches[0]?.feed;
  if (!feed) return { feed: null, daysFilled: 0, conflicts: [] };
  const stored = await readPriceDays(pool, zone.id, firstDay, lastDay);
  const known = new Map(stored.filter(({ simulated }) => !simulated).map((day) => [day.day, day]));
  const daysFilled = await fill(pool, zone, batches, known);
  const conflicts = await compare(pool, feed, batches, known);
  return { feed, daysFilled, conflicts };
}

async function fetchFrom(
  feeds: readonly PriceFeed[],
  { zone, firstDay, lastDay, signal }: SyncRequest,
): Promise<FeedBatch[]> {
  try {
    return (await fetchFirst(feeds, zone, firstDay, lastDay, signal)).batches;
  } catch (error) {
    if (error instanceof AllFeedsFailedError) return [];
    throw error;
  }
}

type Known = ReadonlyMap<string, StoredPriceDay>;

async function fill(pool: Pool, zone: Zone, batches: readonly FeedBatch[], known: Known): Promise<number> {
  const withGaps = batches.map((batch) => ({
    ...batch,
    days: batch.days.flatMap((day) => {
      const before = known.get(day.day);
      return before && isComplete(zone, before) ? [] : [filled(before, day)];
    }),
  }));
  return inTransaction(pool, async (client) => {
    let written = 0;
    for (const batch of withGaps) {
      const { inserted, updated } = await upsertPriceDays(client, zone.id, batch);
      written += inserted + updated;
    }
    return written;
  });
}

/** The stored prices with the gaps filled; in another resolution the other day as a whole, if it has fewer gaps. */
function filled(before: StoredPriceDay | undefined, day: PriceDay): PriceDay {
  if (before?.resolutionMinutes !== day.resolutionMinutes) return day;
  return { ...day, prices: before.prices.map((price, index) => price ?? day.prices[index] ?? null) };
}

async function compare(
  pool: Pool,
  otherFeed: string,
  batches: readonly FeedBatch[],
  known: Known,
): Promise<PriceConflict[]> {
  const comparisons = batches
    .flatMap(({ days }) => days)
    .flatMap((day) => {
      const stored = known.get(day.day);
      if (!stored || stored.feed === otherFeed) return [];
      const { zone, feed } = stored;
      return [{ zone, day: day.day, feed, otherFeed, ...priceDifference(stored, day) }];
    });
  for (const comparison of comparisons) await recordComparison(pool, comparison);
  return comparisons.filter(({ differing }) => differing > 0);
}
