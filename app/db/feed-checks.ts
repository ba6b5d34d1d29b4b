import type { Queryable } from './pool.ts';

/** Records that a feed answered for a zone now. */
export async function recordCheck(db: Queryable, zone: string, feed: string): Promise<void> {
  await db.query(
    `insert into feed_check (zone, checked_at, feed) values ($1, now(), $2)
     on conflict (zone) do update set checked_at = excluded.checked_at, feed = excluded.feed, failure = null`,
    [zone, feed],
  );
}

/** Records that no feed answered for a zone; the time of the last good check stays. */
export async function recordFailure(db: Queryable, zone: string, failure: string): Promise<void> {
  await db.query(
    `insert into feed_check (zone, failed_at, failure) values ($1, now(), $2)
     on conflict (zone) do update set failed_at = excluded.failed_at, failure = excluded.failure`,
    [zone, failure.slice(0, 2_000)],
  );
}

/** When a feed last answered for each zone that was ever checked. */
export async function lastChecks(db: Queryable): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ zone: string; checked_at: Date }>(
    'select zone, checked_at from feed_check where checked_at is not null',
  );
  return new Map(rows.map(({ zone, checked_at }) => [zone, checked_at]));
}

/** When a feed last answered for a zone; null when none ever did. */
export async function lastCheck(db: Queryable, zone: string): Promise<Date | null> {
  const { rows } = await db.query<{ checked_at: Date | null }>({
    name: 'last-check',
    text: 'select checked_at from feed_check where zone = $1',
    values: [zone],
  });
  return rows[0]?.checked_at ?? null;
}
