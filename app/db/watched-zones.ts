import type { Database } from './pool.ts';

/** A zone that is kept fresh, with its last check. Times are Unix milliseconds. */
export interface WatchedZone {
  zone: string;
  requestedAtMs: number;
  /** When the days before the first request were loaded; null until then. */
  historyLoadedAtMs: number | null;
  checkedAtMs: number | null;
  failedAtMs: number | null;
  /** Failed checks since the last successful one. */
  failures: number;
}

/**
 * Notes that somebody wants the prices of a zone.
 *
 * @returns whether the days before its first request are loaded
 */
export async function watchZone(db: Database, zone: string): Promise<boolean> {
  const { rows } = await db.query<Pick<WatchedZoneRow, 'history_loaded_at'>>(
    `insert into watched_zone (zone, requested_at) values ($1, now())
     on conflict (zone) do update set requested_at = excluded.requested_at returning history_loaded_at`,
    [zone],
  );
  return rows[0]?.history_loaded_at != null;
}

/** Notes that the days before a zone's first request were loaded. */
export async function markHistoryLoaded(db: Database, zone: string): Promise<void> {
  await db.query('update watched_zone set history_loaded_at = now() where zone = $1', [zone]);
}

/** Zones asked for within the last `withinDays` days, the ones waiting longest for a check first. */
export async function readWatchedZones(db: Database, withinDays: number): Promise<WatchedZone[]> {
  const { rows } = await db.query<WatchedZoneRow>(
    `select zone, requested_at, history_loaded_at, checked_at, failed_at, coalesce(failures, 0) as failures
     from watched_zone left join feed_check using (zone)
     where requested_at > now() - make_interval(days => $1)
     order by checked_at nulls first, zone`,
    [withinDays],
  );
  return rows.map((row) => ({
    zone: row.zone,
    requestedAtMs: row.requested_at.getTime(),
    historyLoadedAtMs: row.history_loaded_at?.getTime() ?? null,
    checkedAtMs: row.checked_at?.getTime() ?? null,
    failedAtMs: row.failed_at?.getTime() ?? null,
    failures: row.failures,
  }));
}

interface WatchedZoneRow {
  zone: string;
  requested_at: Date;
  history_loaded_at: Date | null;
  checked_at: Date | null;
  failed_at: Date | null;
  failures: number;
}
