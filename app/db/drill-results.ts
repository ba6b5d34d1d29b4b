import type { Database } from './pool.ts';

/** What a drill of recovery measured. */
export interface DrillRecord {
  drill: string;
  passed: boolean;
  rtoSeconds: number | null;
  rpoSeconds: number | null;
  evidence: string;
}

/** Stores what a drill measured in place of its last run. */
export async function recordDrill(db: Database, record: DrillRecord): Promise<void> {
  const { drill, passed, rtoSeconds, rpoSeconds, evidence } = record;
  await db.query(
    `insert into drill_result (drill, passed, rto_seconds, rpo_seconds, evidence, last_passed_at)
     values ($1, $2, $3, $4, $5, case when $2 then now() end)
     on conflict (drill) do update
     set ended_at = now(), passed = excluded.passed, rto_seconds = excluded.rto_seconds,
       rpo_seconds = excluded.rpo_seconds, evidence = excluded.evidence,
       last_passed_at = coalesce(excluded.last_passed_at, drill_result.last_passed_at)`,
    [drill, passed, rtoSeconds, rpoSeconds, evidence],
  );
}

/** The last run of each drill; `lastPassedAtMs` is null for one that never passed. */
export async function readDrills(db: Database): Promise<(DrillRecord & { lastPassedAtMs: number | null })[]> {
  const { rows } = await db.query<DrillRecord & { lastPassedAt: Date | null }>(
    `select drill, passed, rto_seconds as "rtoSeconds", rpo_seconds as "rpoSeconds", evidence,
       last_passed_at as "lastPassedAt" from drill_result order by drill`,
  );
  return rows.map(({ lastPassedAt, ...row }) => ({
    ...row,
    lastPassedAtMs: lastPassedAt?.getTime() ?? null,
  }));
}
