import { deserialize, serialize } from 'node:v8';
import type { Database } from './pool.ts';

/** What a member has learned of a zone. */
export interface Lesson {
  member: string;
  /** `YYYY-MM-DD`: days before it were taken in, and no other. */
  beforeDay: string;
  /** Series beside the prices that it took in. */
  inputs: number;
  /** As the member made it; null when what is stored cannot be read, as one of another release may not be. */
  learned: unknown;
}

/** The last lesson of each member that had one. */
export async function readLessons(db: Database, zone: string): Promise<Lesson[]> {
  const { rows } = await db.query<Omit<Lesson, 'learned'> & { learned: Buffer }>(
    'select member, before_day::text as "beforeDay", inputs, learned from forecast_lesson where zone = $1',
    [zone],
  );
  return rows.map((row) => ({ ...row, learned: read(row.learned) }));
}

/** Stores a lesson in place of the one before. */
export async function writeLesson(
  db: Database,
  zone: string,
  { member, beforeDay, inputs, learned }: Lesson,
): Promise<void> {
  await db.query(
    `insert into forecast_lesson (zone, member, before_day, inputs, learned) values ($1, $2, $3, $4, $5)
     on conflict (zone, member) do update
     set before_day = excluded.before_day, inputs = excluded.inputs, learned = excluded.learned, taught_at = now()`,
    [zone, member, beforeDay, inputs, serialize(arraysAs(Float32Array, learned))],
  );
}

function read(stored: Buffer): unknown {
  try {
    return arraysAs(Float64Array, deserialize(stored));
  } catch {
    return null;
  }
}

/** A copy whose arrays of weights have single precision, which halves what is stored, or double, which is computed with. */
function arraysAs(Type: typeof Float32Array | typeof Float64Array, value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Float64Array) return Type.from(value);
  if (Array.isArray(value)) return value.map((item) => arraysAs(Type, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, arraysAs(Type, item)]));
}
