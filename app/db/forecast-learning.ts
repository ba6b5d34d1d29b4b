import type { Database } from './pool.ts';

/** How good a day's forecast was and what was made of it; the columns are described in the migration. */
export interface AccuracyRecord {
  day: string;
  mae: number;
  bias: number;
  candidateMae: number;
  plainMae: number;
  members: Record<string, number | null>;
  coverage: number | null;
  trailing: { mae: number; candidateMae: number; plainMae: number };
  adopted: 'tuned' | 'plain-mean' | null;
  weights: Record<string, number>;
}

/** Stores how good the forecast of a day was; a day is judged once. */
export async function recordAccuracy(db: Database, zone: string, record: AccuracyRecord): Promise<void> {
  const { day, mae, bias, candidateMae, plainMae, members, coverage, trailing, adopted, weights } = record;
  await db.query(
    `insert into forecast_accuracy (zone, day, mae, bias, candidate_mae, plain_mae, members, coverage,
       trailing_mae, trailing_candidate_mae, trailing_plain_mae, adopted, weights)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      zone,
      day,
      mae,
      bias,
      candidateMae,
      plainMae,
      JSON.stringify(members),
      coverage,
      trailing.mae,
      trailing.candidateMae,
      trailing.plainMae,
      adopted,
      JSON.stringify(weights),
    ],
  );
}

/** The last `limit` judged days of a zone, oldest first. */
export async function readAccuracy(db: Database, zone: string, limit: number): Promise<AccuracyRecord[]> {
  const { rows } = await db.query<AccuracyRow>(
    `select *, day::text as day from forecast_accuracy where zone = $1 order by forecast_accuracy.day desc limit $2`,
    [zone, limit],
  );
  return rows.reverse().map((row) => ({
    day: row.day,
    mae: row.mae,
    bias: row.bias,
    candidateMae: row.candidate_mae,
    plainMae: row.plain_mae,
    members: row.members,
    coverage: row.coverage,
    trailing: {
      mae: row.trailing_mae,
      candidateMae: row.trailing_candidate_mae,
      plainMae: row.trailing_plain_mae,
    },
    adopted: row.adopted,
    weights: row.weights,
  }));
}

/** Every day of a zone whose forecast was judged. */
export async function readJudgedDays(db: Database, zone: string): Promise<Set<string>> {
  const { rows } = await db.query<{ day: string }>(
    'select day::text from forecast_accuracy where zone = $1',
    [zone],
  );
  return new Set(rows.map(({ day }) => day));
}

interface AccuracyRow {
  day: string;
  mae: number;
  bias: number;
  candidate_mae: number;
  plain_mae: number;
  members: Record<string, number | null>;
  coverage: number | null;
  trailing_mae: number;
  trailing_candidate_mae: number;
  trailing_plain_mae: number;
  adopted: AccuracyRecord['adopted'];
  weights: Record<string, number>;
}

/** What a zone has learned, as JSON of whoever learns; both null for a zone that is new. */
export async function readLearning(db: Database, zone: string): Promise<{ state: unknown; live: unknown }> {
  const { rows } = await db.query<{ state: unknown; live: unknown }>(
    'select state, live from forecast_learning where zone = $1',
    [zone],
  );
  return rows[0] ?? { state: null, live: null };
}

/** Stores what a zone has learned, in place of what was there. */
export async function writeLearning(
  db: Database,
  zone: string,
  { state, live }: { state: object; live: object | null },
): Promise<void> {
  await db.query(
    `insert into forecast_learning (zone, state, live) values ($1, $2, $3)
     on conflict (zone) do update set state = excluded.state, live = excluded.live, updated_at = now()`,
    [zone, JSON.stringify(state), live && JSON.stringify(live)],
  );
}
