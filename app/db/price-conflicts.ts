import type { PriceDifference } from '../domain/price-difference.ts';
import type { Database } from './pool.ts';

/** A day of which two feeds gave different prices. */
export interface PriceConflict extends PriceDifference {
  zone: string;
  /** Market day, `YYYY-MM-DD`. */
  day: string;
  /** Whose prices are stored. */
  feed: string;
  otherFeed: string;
}

/** Records how a comparison turned out: a difference stands until a later comparison of the day finds none. */
export async function recordComparison(db: Database, comparison: PriceConflict): Promise<void> {
  const { zone, day, feed, otherFeed, compared, differing, largest } = comparison;
  if (differing === 0) {
    await db.query('delete from price_conflict where zone = $1 and day = $2', [zone, day]);
    return;
  }
  await db.query(
    `insert into price_conflict (zone, day, feed, other_feed, compared, differing, largest_difference)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (zone, day) do update set feed = excluded.feed, other_feed = excluded.other_feed,
       compared = excluded.compared, differing = excluded.differing,
       largest_difference = excluded.largest_difference`,
    [zone, day, feed, otherFeed, compared, differing, largest],
  );
}

/** The standing conflicts of days from `firstDay` on, by zone and day. */
export async function readPriceConflicts(db: Database, firstDay: string): Promise<PriceConflict[]> {
  const { rows } = await db.query<PriceConflict>(
    `select zone, day::text, feed, other_feed as "otherFeed", compared, differing,
       largest_difference as largest
     from price_conflict where day >= $1 order by zone, price_conflict.day`,
    [firstDay],
  );
  return rows;
}
