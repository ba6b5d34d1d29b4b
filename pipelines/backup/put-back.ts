import { pipeline } from 'node:stream/promises';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool, type Database } from '@eo/app/db/pool.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import pg, { type Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Manifest } from './manifest.ts';
import { unpacking } from './packed.ts';
import type { Keys } from './place.ts';
import { open } from './sealed.ts';
import { type BackupStore, sha256Of } from './store.ts';
import { advanceSequences, contentOf, copyIn, writeAlike } from './tables.ts';

/** Thrown when what came out is not what went in, or must not go in. */
export class RestoreError extends Error {
  override name = 'RestoreError';
}

/** Reads every file of a backup, and nothing but that. @throws RestoreError naming the first that is not as it was written */
export async function verify(store: BackupStore, { id, tables }: Manifest): Promise<void> {
  for (const { file, sha256 } of tables) {
    const found = await sha256Of(store.read(id, file)).catch((error: NodeJS.ErrnoException) => error.code);
    if (found !== sha256)
      throw new RestoreError(`${store.placeOf(id)}/${file} is not as it was written. Use another backup.`);
  }
}

/** The schema that a backup is put into, beside the one that is in use. */
export const schemaOf = ({ id }: Manifest): string =>
  `restored_${id.toLowerCase().replace(/[^a-z0-9]/g, '_')}`;

/**
 * Puts a verified backup into a schema of its own: tables as the migrations of its day made them, their rows, a comparison
 * with what the manifest says of each, and then the migrations since. What was there of an earlier try goes first.
 *
 * @returns the name of the schema
 * @throws RestoreError, MigrationError, SealError; nothing of the database that is in use was touched
 */
export async function putBack(
  databaseUrl: string,
  store: BackupStore,
  keys: Keys,
  manifest: Manifest,
): Promise<string> {
  const schema = schemaOf(manifest);
  const pool = poolIn(databaseUrl, schema);
  try {
    await dropSchema(pool, schema);
    await pool.query(`create schema ${pg.escapeIdentifier(schema)}`);
    const last = manifest.migrations.at(-1)?.name;
    await migrate(pool, undefined, last);
    await requireSameMigrations(pool, manifest);
    await inTransaction(pool, (client) => fill(client, store, keys, manifest));
    await migrate(pool);
    return schema;
  } finally {
    await pool.end();
  }
}

export const dropSchema = (db: Database, schema: string) =>
  db.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`);

/** Everything that it runs sees the tables of one schema. A pooler between would forget that: it needs the direct address. */
function poolIn(databaseUrl: string, schema: string): Pool {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  return createPool(url.href, { applicationName: 'restore', max: 2, statementTimeoutMs: 0 });
}

async function requireSameMigrations(db: Database, { migrations }: Manifest): Promise<void> {
  const { rows } = await db.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration',
  );
  const known = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const stranger = migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (stranger)
    throw new RestoreError(
      `The backup was made with the migration ${stranger.name}, which this release has not, or differently. ` +
        'Check out the release that made it, or a newer one.',
    );
}

async function fill(
  client: PoolClient,
  store: BackupStore,
  keys: Keys,
  { id, tables }: Manifest,
): Promise<void> {
  await writeAlike(client);
  // What migrations put into a table is in the backup as well.
  for (const { name } of [...tables].reverse())
    await client.query(`delete from ${pg.escapeIdentifier(name)}`);
  for (const table of tables) {
    const plain = open(store.read(id, table.file), keys, `${store.placeOf(id)}/${table.file}`);
    await pipeline(plain, unpacking(table.lists ?? []), client.query(copyFrom(copyIn(table))));
    const { rows, fingerprint } = await contentOf(client, table);
    if (rows !== table.rows || fingerprint !== table.fingerprint)
      throw new RestoreError(
        `The table ${table.name} has ${rows} rows with the fingerprint ${fingerprint}, ` +
          `but was backed up with ${table.rows} and ${table.fingerprint}.`,
      );
  }
  await advanceSequences(client);
}

/** They write nothing but the record that they ran. */
const jobsThatKeep = [
  'wal-archive',
  'wal-fetch',
  'backup',
  'backup-full',
  'restore',
  'restore-drill',
  'state-backup',
];

/**
 * When something was last written that a backup of a moment could not have. Null in an empty database, and in one that was
 * made after that moment in the place of a lost one, as long as it holds what jobs can make again and no account.
 */
export async function newestWrite(db: Database, takenAt: string): Promise<Date | null> {
  const { rows } = await db.query<{ account: Date | null; run: Date | null; isOlder: boolean }>(
    `select (select max(created_at) from account) as account,
       (select max(started_at) from job_run where job <> all ($2)) as run,
       exists (select from job_run where started_at <= $1) as "isOlder"`,
    [takenAt, jobsThatKeep],
  );
  const { account = null, run = null, isOlder = false } = rows[0] ?? {};
  if (!isOlder) return account;
  return [account, run].reduce((newest, one) => (one && (!newest || one > newest) ? one : newest), null);
}

/**
 * Has a schema that was put back take the place of the one in use, at one moment. The one before stays beside it; of it
 * only the record of jobs that ran since goes along, this run's among it.
 *
 * @param takenAt ISO instant that the backup is of
 * @returns the name that the one before has now
 */
export async function swap(pool: Pool, schema: string, takenAt: string): Promise<string> {
  const before = `before_${schema}`;
  await inTransaction(pool, async (client) => {
    await dropSchema(client, before);
    await client.query(`alter schema public rename to ${pg.escapeIdentifier(before)}`);
    await client.query(`alter schema ${pg.escapeIdentifier(schema)} rename to public`);
    await client.query('grant usage on schema public to public');
    await takeRunsAlong(client, before, takenAt);
  });
  return before;
}

async function takeRunsAlong(db: Database, before: string, takenAt: string): Promise<void> {
  const since = `select * from ${pg.escapeIdentifier(before)}.job_run where started_at > $1`;
  await db.query('set local search_path to public');
  // Where the backup is of a database that was recovered, its own run is recorded in it, and in no other.
  await db.query('delete from job_run where started_at > $1', [takenAt]);
  // A stack that was rebuilt has counted from one again, and each run will be ended under the number it began with: those of
  // the backup get others, which neither has.
  const highest = `select max(id) from (select id from job_run union all select id from (${since}) as run) as every_run`;
  await db.query(`select setval(pg_get_serial_sequence('job_run', 'id'), coalesce((${highest}), 1))`, [
    takenAt,
  ]);
  await db.query(`update job_run set id = default where id in (select id from (${since}) as run)`, [takenAt]);
  await db.query(`insert into job_run overriding system value ${since}`, [takenAt]);
  await advanceSequences(db);
}
