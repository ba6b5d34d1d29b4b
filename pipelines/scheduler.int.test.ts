import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastJobRuns } from '@eo/app/db/job-runs.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { jobs } from '@eo/infra/catalog/jobs.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMarket } from './testing/market.ts';
import { startPipelineFile } from './testing/run.ts';
import { turnOf } from './turn.ts';

let database: TestDatabase;
const backups = mkdtempSync(join(tmpdir(), 'eo-backups-'));

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(async () => {
  await database.drop();
  rmSync(backups, { recursive: true });
});

/** A scheduler that catches up what never ran, and what it has said so far. */
function startScheduler(env: Record<string, string>): { process: ChildProcess; said: () => string } {
  const child = startPipelineFile('scheduler', [], env);
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  return { process: child, said: () => text };
}

describe('two schedulers at once', () => {
  it('run each job once in its turn, whichever comes first', async () => {
    const market = await startMarket({ latencyMs: 20 });
    const env = {
      ...market.env,
      DATABASE_URL: database.url,
      FEEDS: 'entsoe,octopus-agile',
      BACKUP_TO: backups,
      BACKUP_KEY: Buffer.alloc(32, 5).toString('base64'),
    };
    const both = [startScheduler(env), startScheduler(env)];
    try {
      const ended = (name: string, said: () => string) =>
        new RegExp(`${name}: (done|ended)`).test(said()) || !said().includes(`${name}: started`);
      const areReady = () => both.every(({ said }) => jobs.every(({ name }) => said().includes(`${name}: `)));
      await expect.poll(areReady, { timeout: 150_000 }).toBe(true);
      for (const { name } of jobs) {
        await expect
          .poll(async () => (await lastJobRuns(database.pool, 1, name))[0]?.endedAtMs ?? null, {
            timeout: 150_000,
          })
          .not.toBeNull();
        await expect.poll(() => both.every(({ said }) => ended(name, said)), { timeout: 150_000 }).toBe(true);
      }
    } finally {
      for (const { process } of both) process.kill('SIGTERM');
      await Promise.all(both.map(({ process }) => process.exitCode ?? once(process, 'exit')));
      await market.close();
    }
    for (const { name, cron } of jobs) {
      const turns = (await lastJobRuns(database.pool, 9, name)).map(({ startedAtMs }) =>
        turnOf(cron, startedAtMs).getTime(),
      );
      expect(turns.length, name).toBeGreaterThan(0);
      expect(new Set(turns).size, name).toBe(turns.length);
    }
    const said = both.map(({ said }) => said()).join('');
    // On a new stack nothing can be restored before the first backup is there.
    expect((await lastJobRuns(database.pool, 1, 'restore-drill'))[0]?.outcome).toBe('ok');
    expect(said).toMatch(/price-sync (runs already|has run in this turn already); nothing was done/);
  }, 500_000);
});
