import { createPool } from '@eo/app/db/pool.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { format, type Manifest, writeManifest } from './manifest.ts';
import { packing } from './packed.ts';
import type { Keys } from './place.ts';
import { idAt } from './retention.ts';
import { seal, through } from './sealed.ts';
import type { BackupStore } from './store.ts';
import { contentOf, copyOut, type TableShape, tablesOf, writeAlike } from './tables.ts';

interface Wanted {
  databaseUrl: string;
  store: BackupStore;
  keys: Keys;
  stack: string;
  release: string;
  /** The instant that the database is of, in Unix milliseconds, where it was recovered; else it is now. */
  asOfMs?: number | undefined;
}

/**
 * Takes a backup of the database: every table as of one moment, and then the manifest, without which it is none.
 *
 * It needs no `pg_dump`, which is missing in our image and where PostgreSQL comes from npm, and must not be older than
 * the server: tables are copied through the protocol, and their shape is that of the migrations.
 */
export async function takeBackup({ databaseUrl, ...wanted }: Wanted): Promise<Manifest> {
  const pool = createPool(databaseUrl, { applicationName: 'backup', max: 1, statementTimeoutMs: 0 });
  try {
    return await takeFrom(pool, wanted);
  } finally {
    await pool.end();
  }
}

/** What is not finished after so long never will be. */
const longestRunMs = 3_600_000;

function takeFrom(
  pool: Pool,
  { store, keys, stack, release, asOfMs }: Omit<Wanted, 'databaseUrl'>,
): Promise<Manifest> {
  return inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    await writeAlike(client);
    const { rows } = await client.query<{ now: Date }>('select now()');
    const takenAt = asOfMs === undefined ? (rows[0]?.now ?? new Date()) : new Date(asOfMs);
    const id = idAt(takenAt.getTime());
    await store.removeUnfinished(idAt(takenAt.getTime() - longestRunMs));
    const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
      'select name, checksum from schema_migration order by name collate "C"',
    );
    const tables: Manifest['tables'] = [];
    for (const shape of await tablesOf(client)) tables.push(await takeTable(client, shape, store, id, keys));
    const manifest = {
      format,
      stack,
      id,
      takenAt: takenAt.toISOString(),
      release,
      migrations,
      tables,
    } as const;
    await writeManifest(store, keys, manifest);
    return manifest;
  });
}

async function takeTable(
  client: PoolClient,
  shape: TableShape,
  store: BackupStore,
  id: string,
  keys: Keys,
): Promise<Manifest['tables'][number]> {
  const file = `${shape.name}.copy.br.age`;
  const content = await contentOf(client, shape);
  const rows = through(client.query(copyTo(copyOut(shape))), packing(shape.lists ?? []));
  const stored = await store.write(id, file, await seal(rows, keys[0]));
  return { ...shape, ...content, ...stored, file };
}
