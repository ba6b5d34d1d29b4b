import type { Queryable } from './pool.ts';

/** Remembers that somebody looks at a zone. */
export async function watchZone(db: Queryable, zone: string): Promise<void> {
  await db.query(
    `insert into watched_zone (zone) values ($1)
     on conflict (zone) do update set last_requested_at = now()
     where watched_zone.last_requested_at < now() - interval '1 hour'`,
    [zone],
  );
}

/** Zones that somebody looked at in the last three days. */
export async function watchedZones(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ zone: string }>(
    "select zone from watched_zone where last_requested_at > now() - interval '3 days' order by zone",
  );
  return rows.map(({ zone }) => zone);
}
