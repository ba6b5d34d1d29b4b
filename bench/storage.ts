import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { zones } from '@eo/app/domain/zones.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { report } from './report.ts';

/**
 * Loads ten years of quarter-hour prices for sixty zones into a real PostgreSQL and measures what they take with
 * indexes.
 */
const firstDay = '2017-01-01';
const dayCount = 3653;
const zoneCount = 60;

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
  for (const zone of zones.slice(0, zoneCount)) await load(zone.id, zone.currency);
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

  async function load(zone: string, currency: string): Promise<void> {
    const origin = { feed: 'bench', label: 'made up', simulated: false };
    for (let done = 0; done < dayCount; done += 100) {
      const days = Array.from({ length: Math.min(100, dayCount - done) }, (_, index) => ({
        zone,
        day: addDays(firstDay, done + index),
        resolutionMinutes: 15,
        currency,
        prices: Array.from({ length: 96 }, () => Math.round(Math.random() * 20_000 - 2_000) / 100),
      }));
      await upsertPriceDays(pool, zone, { ...origin, days });
    }
  }
} finally {
  await server.stop();
}

function megabytes(bytes: string | undefined): number {
  return Number(bytes) / 1e6;
}
