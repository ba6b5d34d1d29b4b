import type { Database } from './pool.ts';

/** The last check of a zone's feeds. */
export interface FeedCheck {
  zone: string;
  /** Last successful check in Unix milliseconds and the feed that answered; null before the first. */
  checkedAtMs: number | null;
  feed: string | null;
  /** Last failed check in Unix milliseconds and why; null when there was none. */
  failedAtMs: number | null;
  failure: string | null;
  /** Failed checks since the last successful one. */
  failures: number;
}

/** Records that a feed answered for a zone with usable prices. */
export async function recordFeedSuccess(db: Database, zone: string, feed: string): Promise<void> {
  await db.query(
    `insert into feed_check (zone, checked_at, feed) values ($1, now(), $2)
     on conflict (zone) do update set checked_at = now(), feed = excluded.feed, failures = 0`,
    [zone, feed],
  );
}

/** Records that no feed answered; when and by whom the zone was last checked successfully stays. */
export async function recordFeedFailure(db: Database, zone: string, failure: string): Promise<void> {
  await db.query(
    `insert into feed_check (zone, failed_at, failure, failures) values ($1, now(), $2, 1)
     on conflict (zone) do update
       set failed_at = now(), failure = excluded.failure, failures = feed_check.failures + 1`,
    [zone, failure.replaceAll('\0', '').slice(0, 1000)],
  );
}

/** The checks of all zones, or of one, in order of their ids. */
export async function readFeedChecks(db: Database, zone: string | null = null): Promise<FeedCheck[]> {
  const { rows } = await db.query<FeedCheckRow>({
    name: 'read-feed-checks',
    text: `select zone, checked_at, feed, failed_at, failure, failures from feed_check
      where $1::text is null or zone = $1 order by zone`,
    values: [zone],
  });
  return rows.map((row) => ({
    zone: row.zone,
    checkedAtMs: row.checked_at?.getTime() ?? null,
    feed: row.feed,
    failedAtMs: row.failed_at?.getTime() ?? null,
    failure: row.failure,
    failures: row.failures,
  }));
}

interface FeedCheckRow {
  zone: string;
  checked_at: Date | null;
  feed: string | null;
  failed_at: Date | null;
  failure: string | null;
  failures: number;
}
