import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, type RedisServer, startRedis } from '../../app/cache/testing/redis-server.ts';
import { type Market, startMarket } from '../../pipelines/testing/market.ts';
import { freePort } from '../testing/free-port.ts';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../testing/throwaway-postgres.ts';
import { runStep, runStepsOfJob, type StepRan } from './workflow-runner.ts';

/** The scripts of the committed workflows, run as GitHub's runners run them. `npm test` itself is run by the gate. */

let postgres: ThrowawayPostgres;
let market: Market;

beforeAll(async () => {
  [postgres, market] = await Promise.all([startThrowawayPostgres(), startMarket()]);
});
afterAll(async () => {
  await market?.close();
  await postgres?.stop();
});

async function runJob(
  file: string,
  job: string,
  args: string,
  env = {},
  given: Record<string, string> = {},
): Promise<StepRan> {
  const values = { 'secrets.DATABASE_URL': postgres.url, 'inputs.args': args, ...given };
  let last: StepRan | null = null;
  for (const step of runStepsOfJob(file, job)) {
    last = await runStep(step, { values, env: { ...market.env, ...env } });
    if (last.code !== 0) return last;
  }
  if (!last) throw new Error(`${file} has no script in its job ${job}.`);
  return last;
}

describe('price-sync.yml', () => {
  beforeAll(async () => {
    const pool = createPool(postgres.url, { applicationName: 'migrate', max: 1 });
    await migrate(pool);
    await pool.end();
  });

  it('stores prices and says so on the page of the run', async () => {
    const args = '--zones SE4,DE-LU --from 2026-01-01 --to 2026-01-03';
    const { code, output, summary } = await runJob('price-sync.yml', 'price-sync', args);
    expect(output).toContain('"outcome":"ok"');
    expect(code, output).toBe(0);
    expect(summary).toContain('### price-sync: ok');
    expect(summary).toMatch(/\| SE4 \| ok \|/);
  });

  it('fails when the pipeline does, although its output goes on through a pipe', async () => {
    const { code, output } = await runJob('price-sync.yml', 'price-sync', '--zones Atlantis');
    expect(output).toContain('There is no zone Atlantis.');
    expect(code).toBe(1);
  });
});

describe.each(['observe-forecasts', 'nightly-learning'])('%s.yml', (name) => {
  it('runs on what price-sync stored, and says so on the page of the run', async () => {
    const { code, output, summary } = await runJob(`${name}.yml`, name, '');
    expect(code, output).toBe(0);
    expect(summary).toContain(`### ${name}: `);
  });
});

describe('backup.yml and restore-drill.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eo-backups-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['backup.yml', 'backup'],
    ['backup.yml', 'backup-full'],
    ['restore-drill.yml', 'restore-drill'],
  ])('%s runs %s, and says so on the page of the run', async (file, job) => {
    const given = {
      'vars.STACK': 'production',
      'vars.BACKUP_TO': folder,
      'secrets.BACKUP_KEY': Buffer.alloc(32, 9).toString('base64'),
    };
    const { code, output, summary } = await runJob(file, job, '', {}, given);
    expect(code, output).toBe(0);
    expect(summary).toContain(`### ${job}: ok`);
  });
});

describe.skipIf(!hasRedis())(`test.yml ${needsRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());

  it('brings the API up on the services of the workflow', async () => {
    const step = runStepsOfJob('test.yml', 'test').at(-1);
    if (!step) throw new Error('test.yml has no script.');
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, PORT: String(await freePort()) };
    const { code, output } = await runStep(step, { values: {}, env });
    expect(output).toContain('"status":"ready"');
    expect(code, output).toBe(0);
  });
});
