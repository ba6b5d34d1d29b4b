import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { simulated } from '@eo/app/feeds/simulated.ts';
import { syncZone } from '@eo/app/ingest/sync-zone.ts';
import { bundleOf } from '../infra/build/bundles.ts';
import { service } from '../infra/catalog/index.ts';
import { mallocArenas } from '../infra/catalog/services.ts';
import { nodeArguments } from '../infra/targets/node-arguments.ts';
import { freePort } from '../infra/testing/free-port.ts';
import { projectDir } from '../infra/toolchain/project.ts';

/** Makes the tables, and fills in a month of simulated prices of a zone, tomorrow's included. */
export async function loadSimulated(databaseUrl: string, id: string): Promise<void> {
  const pool = createPool(databaseUrl, { applicationName: 'bench', max: 1, onError: console.error });
  await migrate(pool);
  const zone = findZone(id);
  if (!zone) throw new Error(`There is no zone ${id}.`);
  const today = new Date().toISOString().slice(0, 10);
  const [firstDay, lastDay] = [addDays(today, -30), addDays(today, 1)];
  const signal = AbortSignal.timeout(30_000);
  await syncZone({ pool, feeds: [simulated], zone, firstDay, lastDay, signal });
  await pool.end();
}

export interface RunningApi {
  url: string;
  process: ChildProcess;
  readySeconds: number;
}

/** Starts the bundle of the API as in production; who starts it ends it. */
export async function startApi(databaseUrl: string, defaultZone: string): Promise<RunningApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = Date.now();
  const child = spawn(
    process.execPath,
    [...nodeArguments(service('backend').limits), bundleOf('app/api/server.ts')],
    {
      cwd: projectDir,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...mallocArenas,
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        INTERNAL_API_KEY: 'a key for the benchmark only',
        JWT_SIGNING_KEY: randomBytes(32).toString('base64url'),
        FEEDS: 'simulated',
        RATE_LIMIT_PER_MINUTE: '0',
        DEFAULT_ZONE: defaultZone,
        PORT: String(port),
      },
    },
  );
  for (;;) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) return { url, process: child, readySeconds: (Date.now() - started) / 1000 };
    if (Date.now() - started > 20_000) {
      child.kill('SIGKILL');
      throw new Error('The API was not ready within 20 s.');
    }
    await sleep(10);
  }
}
