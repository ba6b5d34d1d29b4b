import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { report } from './report.ts';
import { loadTenYears } from './ten-years.ts';

/** What ten years of prices take in a real PostgreSQL, with indexes. */
const server = await startThrowawayPostgres();
try {
  const pool = createPool(server.url, {
    applicationName: 'bench-storage',
    max: 1,
    // A vacuum of the whole takes minutes on a busy disk.
    statementTimeoutMs: 600_000,
    onError: console.error,
  });
  await migrate(pool);
  const started = Date.now();
  await loadTenYears(pool);
  const loadSeconds = (Date.now() - started) / 1000;
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<{ prices: string; whole: string }>(
    `select pg_total_relation_size('price_day') + pg_total_relation_size('price_batch') as prices,
       pg_database_size(current_database()) as whole`,
  );
  await pool.end();
  report('storage', [
    { name: 'ten_years_60_zones_mb', value: megabytes(rows[0]?.prices), unit: 'MB', goal: { atMost: 120 } },
    { name: 'whole_db_mb', value: megabytes(rows[0]?.whole), unit: 'MB', goal: { atMost: 350 } },
    { name: 'load_seconds', value: loadSeconds, unit: 's', goal: null },
  ]);
} finally {
  await server.stop();
}

function megabytes(bytes: string | undefined): number {
  return Number(bytes) / 1e6;
}
