import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { waitForAdvisoryLock } from './advisory-lock.ts';
import { createPool, type Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Thrown when the migrations in the folder do not continue those of the database; says which and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** A file `<number>_<name>.sql` of the migrations folder. */
interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string;
}

export interface MigrationReport {
  /** Names of the migrations of this run, in order. */
  applied: string[];
  /** Names of those that had been applied before. */
  present: string[];
}

/** Stands beside this file, and beside the bundle that this file becomes part of. */
const ownFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Brings a database up to the migrations in a folder. There is no way down: what was wrong is put right by the
 * next migration.
 *
 * Safe to run twice and at the same time: an advisory lock lets one process work, the others wait and find nothing
 * left to do. Each migration is one transaction, so a failed one leaves nothing behind and those before it stay.
 *
 * @param database a pool, or a connection string
 * @param folder `.sql` files, applied in the order of their names
 * @param upTo the last one to apply, by name; all when left out
 * @throws MigrationError when an applied migration was edited or removed, or a new one sorts before it
 */
export async function migrate(
  database: Pool | string,
  folder = ownFolder,
  upTo?: string,
): Promise<MigrationReport> {
  const migrations = (await readMigrations(folder)).filter(({ name }) => !upTo || name <= upTo);
  if (typeof database !== 'string') return migratePool(database, migrations);
  const pool = createPool(database, { applicationName: 'migrate', max: 1, statementTimeoutMs: 600_000 });
  try {
    return await migratePool(pool, migrations);
  } finally {
    await pool.end();
  }
}

async function migratePool(pool: Pool, migrations: readonly Migration[]): Promise<MigrationReport> {
  const report: MigrationReport = { applied: [], present: [] };
  for (const migration of migrations) {
    const isNew = await inTransaction(pool, (client) => applyOnce(client, migration, migrations));
    (isNew ? report.applied : report.present).push(migration.name);
  }
  return report;
}

/** @returns false when another run was quicker */
async function applyOnce(
  client: Database,
  migration: Migration,
  known: readonly Migration[],
): Promise<boolean> {
  await waitForAdvisoryLock(client, 'migrate');
  await client.query(`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<Migration>(
    'select name, checksum from schema_migration order by name collate "C"',
  );
  const conflict = conflictOf(rows, known);
  if (conflict) throw new MigrationError(conflict);
  if (rows.some(({ name }) => name === migration.name)) return false;
  try {
    await client.query(migration.sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `The migration ${migration.name} failed and was undone: ${reason}. Correct the file or the database and run it again.`,
      { cause: error },
    );
  }
  await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
    migration.name,
    migration.checksum,
  ]);
  return true;
}

/** What is wrong with the folder, given what was applied; null when it continues it. Both sorted by name. */
function conflictOf(
  applied: readonly Pick<Migration, 'name' | 'checksum'>[],
  known: readonly Migration[],
): string | null {
  const last = applied.at(-1)?.name ?? '';
  for (const { name, checksum } of applied) {
    const file = known.find((migration) => migration.name === name);
    if (!file)
      return `The database has the migration ${name}, which is not in the folder. Deploy a release that has it.`;
    if (file.checksum !== checksum)
      return `The migration ${name} was edited after it had been applied. Restore the file and put the change in a new one.`;
  }
  const late = known.find(({ name }) => name < last && !applied.some((row) => row.name === name));
  return late
    ? `The migration ${late.name} sorts before ${last}, which is applied already. Give it a higher number.`
    : null;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const wrong = names.find((name) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  if (wrong)
    throw new MigrationError(`${wrong} is not a name for a migration. Call it like 0002_what_it_does.sql.`);
  if (names.length === 0)
    throw new MigrationError(`${folder} holds no migration. Build again: npm run build`);
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may turn line ends around; that is no edit.
      const sql = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
