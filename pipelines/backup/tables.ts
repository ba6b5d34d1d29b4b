import type { Database } from '@eo/app/db/pool.ts';
import pg from 'pg';

/** A table as a backup has it. */
export interface TableShape {
  name: string;
  /** Those that are stored, in order. */
  columns: string[];
  /** Which of them are lists of numbers, counted from 0; none in backups of format 1. */
  lists?: number[];
}

/** What a table holds, told in two numbers: rows, and a sum over the hash of each, whatever their order. */
export interface TableContent {
  rows: number;
  fingerprint: string;
}

/** The migrations make their own table anew. */
const notBackedUp = ['schema_migration'];

/** The tables that the search path leads to, each after those that it refers to. */
export async function tablesOf(db: Database): Promise<TableShape[]> {
  const { rows: shapes } = await db.query<TableShape>(
    `select relname::text as name, array_agg(attname::text order by attnum) as columns,
       array_positions(array_agg(atttypid = 'real[]'::regtype order by attnum), true) as lists
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where relnamespace = current_schema()::regnamespace and relkind = 'r'
       and attnum > 0 and not attisdropped and attgenerated = '' and relname <> all ($1)
     group by relname order by relname`,
    [notBackedUp],
  );
  const { rows: references } = await db.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as "from", confrelid::regclass::text as "to" from pg_constraint
     where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid`,
  );
  // PostgreSQL counts from one.
  const counted = shapes.map((shape) => ({ ...shape, lists: shape.lists?.map((place) => place - 1) ?? [] }));
  return inOrder(counted, references);
}

function inOrder(
  shapes: readonly TableShape[],
  references: readonly { from: string; to: string }[],
): TableShape[] {
  const ordered: TableShape[] = [];
  const visit = (shape: TableShape): void => {
    if (ordered.includes(shape)) return;
    for (const { from, to } of references) {
      const first = from === shape.name ? shapes.find(({ name }) => name === to) : undefined;
      if (first) visit(first);
    }
    ordered.push(shape);
  };
  for (const shape of shapes) visit(shape);
  return ordered;
}

/** Has values written the same way whatever the session's settings are; for the rest of the transaction. */
export async function writeAlike(db: Database): Promise<void> {
  await db.query("set local timezone to 'UTC'");
  await db.query("set local datestyle to 'ISO, YMD'");
  await db.query('set local extra_float_digits to 1');
  // Large tables take long.
  await db.query('set local statement_timeout to 0');
  await db.query('set local idle_in_transaction_session_timeout to 0');
}

/** To be called after {@link writeAlike}. */
export async function contentOf(db: Database, { name }: TableShape): Promise<TableContent> {
  const { rows } = await db.query<{ rows: string; fingerprint: string }>(
    `select count(*) as rows,
       coalesce(sum(('x' || substr(md5(row_text::text), 1, 16))::bit(64)::bigint::numeric), 0)::text as fingerprint
     from ${pg.escapeIdentifier(name)} as row_text`,
  );
  return { rows: Number(rows[0]?.rows), fingerprint: rows[0]?.fingerprint ?? '' };
}

export const copyOut = (shape: TableShape): string => `copy ${target(shape)} to stdout`;
export const copyIn = (shape: TableShape): string => `copy ${target(shape)} from stdin`;

const target = ({ name, columns }: TableShape): string =>
  `${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;

/** Has every sequence go on behind the largest value that is there. */
export async function advanceSequences(db: Database): Promise<void> {
  const { rows } = await db.query<{ table: string; column: string; sequence: string }>(
    `select attrelid::regclass::text as "table", attname as column,
       pg_get_serial_sequence(attrelid::regclass::text, attname) as sequence
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
       and pg_get_serial_sequence(attrelid::regclass::text, attname) is not null`,
  );
  for (const { table, column, sequence } of rows)
    await db.query(
      `select setval($1, greatest((select max(${pg.escapeIdentifier(column)}) from ${table}), 1),
         exists (select from ${table}))`,
      [sequence],
    );
}
