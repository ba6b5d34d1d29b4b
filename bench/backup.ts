import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { folderObjects } from '../pipelines/backup/objects/folder.ts';
import { identityOf } from '../pipelines/backup/place.ts';
import { putBack, swap, verify } from '../pipelines/backup/put-back.ts';
import { BackupStore } from '../pipelines/backup/store.ts';
import { takeBackup } from '../pipelines/backup/take.ts';
import { report } from './report.ts';
import { likeAMarket, loadTenYears } from './ten-years.ts';

/**
 * How long a backup of ten years of prices takes, how large it is, and how long until it is restored: read, put back beside,
 * compared and swapped. The prices are those of the feed `simulated`.
 */
const folder = mkdtempSync(join(tmpdir(), 'eo-bench-backup-'));
const server = await startThrowawayPostgres();
try {
  const pool = createPool(server.url, {
    applicationName: 'bench',
    max: 1,
    statementTimeoutMs: 0,
    onError: console.error,
  });
  await migrate(pool);
  await loadTenYears(pool, likeAMarket);
  const { rows } = await pool.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  const store = new BackupStore(folderObjects(folder), 'bench');
  const keys = [identityOf(Buffer.alloc(32, 1).toString('base64'))] as const;

  const backup = await timed(() =>
    takeBackup({ databaseUrl: server.url, store, keys, stack: 'bench', release: 'bench' }),
  );
  const bytes = backup.result.tables.reduce((sum, table) => sum + table.bytes, 0);
  const restore = await timed(async () => {
    await verify(store, backup.result);
    await swap(pool, await putBack(server.url, store, keys, backup.result), backup.result.takenAt);
  });
  await pool.end();
  const percent = (100 * bytes) / Number(rows[0]?.bytes);
  report('backup', [
    { name: 'backup_seconds', value: backup.seconds, unit: 's', goal: { atMost: 60 } },
    { name: 'backup_mb', value: bytes / 1e6, unit: 'MB', goal: null },
    { name: 'share_of_database', value: percent, unit: '%', goal: { atMost: 30 } },
    { name: 'restore_seconds', value: restore.seconds, unit: 's', goal: { atMost: 120 } },
  ]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
