import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { startMarket } from '../pipelines/testing/market.ts';
import { runPipelineFile } from '../pipelines/testing/run.ts';
import { type Result, report } from './report.ts';

/**
 * How long `price-sync` takes, as a process of its own with a real PostgreSQL: two days of every zone from feeds that
 * answer after 50 ms and whose limits of requests are kept, and a whole year of one zone. Start of the process included.
 */
const latencyMs = 50;
const backfilled = 'SE3';

const folder = mkdtempSync(join(tmpdir(), 'eo-bench-pipelines-'));
const server = await startThrowawayPostgres();
try {
  const pool = createPool(server.url, { applicationName: 'bench', max: 1, onError: console.error });
  await migrate(pool);
  await pool.end();
  const newest = lastPublishedDay(zoneOf(backfilled), Date.now());
  const twoDays = await measure(['--from', addDays(newest, -1), '--to', addDays(newest, 1)]);
  const year = await measure([
    '--zones',
    backfilled,
    '--from',
    addDays(newest, -364),
    '--to',
    addDays(newest, 1),
  ]);
  report('pipelines', [
    seconds('all_zones_two_days_seconds', twoDays, 15),
    { name: 'most_connections_to_a_feed', value: twoDays.mostAtOnce, unit: '', goal: { atMost: 4 } },
    { name: 'days_written', value: twoDays.daysWritten, unit: '', goal: null },
    seconds('zone_year_seconds', year, 60),
    { name: 'zone_year_days_written', value: year.daysWritten, unit: '', goal: null },
    { name: 'zone_year_peak_mb', value: year.peakMb, unit: 'MB', goal: { atMost: 200 } },
  ]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  seconds: number;
  mostAtOnce: number;
  peakMb: number;
  daysWritten: number;
}

function seconds(name: string, measured: Measured, atMost: number): Result {
  return { name, value: measured.seconds, unit: 's', goal: { atMost } };
}

/** Runs it to its end, and fails where it fails. */
async function measure(args: readonly string[]): Promise<Measured> {
  const market = await startMarket({ latencyMs });
  try {
    const started = performance.now();
    const ran = await runPipelineFile('price-sync', args, {
      ...market.env,
      DATABASE_URL: server.url,
      FEEDS: 'energy-charts,entsoe,octopus-agile',
      NODE_OPTIONS: `--import ${tellsItsPeak()}`,
    });
    const took = performance.now() - started;
    if (ran.code !== 0) throw new Error(`price-sync ended with ${ran.code}: ${ran.stderr}`);
    const peakKb = Number(/^peak memory: (\d+) kB$/m.exec(ran.stderr)?.[1]);
    const mostAtOnce = Math.max(...Object.values(market.seen).map((feed) => feed.mostAtOnce));
    const { daysWritten = 0 } = ran.json.counts;
    return { seconds: took / 1000, mostAtOnce, peakMb: peakKb / 1024, daysWritten };
  } finally {
    await market.close();
  }
}

/** A file that has a process say how much memory it had at most. */
function tellsItsPeak(): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'peak.mjs');
  writeFileSync(
    file,
    "process.once('exit', () => console.error('peak memory: ' + process.resourceUsage().maxRSS + ' kB'));\n",
  );
  return file;
}

function zoneOf(id: string) {
  const zone = findZone(id);
  if (!zone) throw new Error(`There is no zone ${id}.`);
  return zone;
}
