import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCache } from '@eo/app/cache/index.ts';
import { announcePriceChange, onPriceChange } from '@eo/app/cache/price-changes.ts';
import { hasRedis, needsRedis, startRedis } from '@eo/app/cache/testing/redis-server.ts';
import { lastJobRuns } from '@eo/app/db/job-runs.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { readPriceConflicts } from '@eo/app/db/price-conflicts.ts';
import { readPriceDays, storedRanges } from '@eo/app/db/prices.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { zoneNamed } from '@eo/app/domain/testing.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Market, type MarketOptions, startMarket } from './testing/market.ts';
import { type Ran, runPipelineFile, startPipelineFile } from './testing/run.ts';

// Each test starts processes, which take seconds where the machine does other things.
vi.setConfig({ testTimeout: 240_000 });

let database: TestDatabase;
let market: Market | undefined;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
  folder = mkdtempSync(join(tmpdir(), 'eo price sync '));
});
beforeEach(() => database.pool.query('truncate price_day, price_batch, feed_check, price_conflict, job_run'));
afterEach(async () => {
  await market?.close();
  market = undefined;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const env = (more: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  FEEDS: 'energy-charts,entsoe,octopus-agile',
  ...market?.env,
  ...more,
});
async function sync(args: readonly string[], options: MarketOptions = {}, more = {}): Promise<Ran> {
  market = await startMarket(options);
  return runPipelineFile('price-sync', args, env(more));
}
const january = ['--from', '2026-01-10', '--to', '2026-01-13'];

describe('price-sync', () => {
  it('brings every zone up to date, with at most four connections to a feed', async () => {
    const today = lastPublishedDay(zoneNamed('SE3'), Date.now());
    const ran = await sync(['--from', addDays(today, -1), '--to', today], { latencyMs: 10 });
    expect(ran.stderr).toMatch(/SE3 +ok/);
    expect(ran.code).toBe(0);
    expect(ran.json.counts).toMatchObject({ steps: 58, failed: 0, daysWritten: 58, conflicts: 0 });
    expect(await storedRanges(database.pool)).toHaveLength(58);
    for (const { mostAtOnce } of Object.values(market?.seen ?? {})) expect(mostAtOnce).toBeLessThanOrEqual(4);
    // Fifteen zones are served by two feeds, and the second is asked about what is new.
    expect(market?.seen).toMatchObject({
      'energy-charts': { requests: 15 },
      entsoe: { requests: 44 },
      'octopus-agile': { requests: 14 },
    });
  });

  it('records the run, and finds nothing to do the second time', async () => {
    await sync(['--zones', 'DE-LU', ...january]);
    const again = await runPipelineFile('price-sync', ['--zones', 'DE-LU', ...january], env());
    expect(again.code).toBe(0);
    expect(again.json).toMatchObject({ outcome: 'unchanged', counts: { daysWritten: 0 } });
    expect(
      (await lastJobRuns(database.pool, 5)).map(({ outcome, counts }) => [outcome, counts.daysWritten]),
    ).toEqual([
      ['unchanged', 0],
      ['ok', 3],
    ]);
  });

  it('says with --dry-run what it would do, and does nothing', async () => {
    const ran = await sync(['--zones', 'DE-LU,SE3', ...january, '--dry-run']);
    expect(ran.stdout).toContain(
      'price-sync would run 2 steps:\n  DE-LU             asks for 2026-01-10 to 2026-01-12',
    );
    expect(ran.json.steps).toHaveLength(2);
    expect(market?.seen['energy-charts'].requests).toBe(0);
    expect(await lastJobRuns(database.pool, 1)).toEqual([]);
  });

  it('repairs the gap that an outage of ten days left, without being told', async () => {
    const newest = lastPublishedDay(zoneNamed('DE-LU'), Date.now());
    const before = addDays(newest, -10);
    await sync(['--zones', 'DE-LU', '--from', addDays(newest, -59), '--to', addDays(before, 1)]);
    const ran = await runPipelineFile('price-sync', ['--zones', 'DE-LU'], env());
    expect(ran.json).toMatchObject({ outcome: 'ok', counts: { failed: 0 } });
    const [range] = await storedRanges(database.pool);
    expect(range).toMatchObject({ lastDay: newest, simulatedDays: 0 });
    const recent = await readPriceDays(database.pool, 'DE-LU', addDays(newest, -59), newest);
    expect(recent).toHaveLength(60);
  });

  const faults: [string, NonNullable<MarketOptions['fault']>][] = [
    ['maintenance', (feed) => (feed === 'energy-charts' ? { status: 503 } : null)],
    ['too many requests', (feed) => (feed === 'energy-charts' ? { status: 429 } : null)],
    ['HTML', (feed) => (feed === 'energy-charts' ? { status: 200, body: '<html></html>' } : null)],
    ['a connection that is cut', (feed) => (feed === 'energy-charts' ? 'cut' : null)],
    ['half of an answer', (feed) => (feed === 'energy-charts' ? 'truncated' : null)],
    [
      'another unit',
      (feed) =>
        feed === 'energy-charts'
          ? { status: 200, body: '{"unix_seconds":[1768003200],"price":[5],"unit":"ct / kWh"}' }
          : null,
    ],
    [
      'another day',
      (feed) =>
        feed === 'energy-charts'
          ? { status: 200, body: '{"unix_seconds":[1700000000],"price":[5],"unit":"EUR / MWh"}' }
          : null,
    ],
  ];
  it.each(faults)('hands over to the second feed: %s', async (_, fault) => {
    const ran = await sync(['--zones', 'DE-LU', ...january], { fault });
    expect(ran.json).toMatchObject({ outcome: 'ok', counts: { daysWritten: 3 } });
    const days = await readPriceDays(database.pool, 'DE-LU', '2026-01-10', '2026-01-12');
    expect(days.map(({ feed }) => feed)).toEqual(['entsoe', 'entsoe', 'entsoe']);
  });

  it('flags the day on which the feeds differ, and tells it from a total failure', async () => {
    const price: MarketOptions['price'] = (index, day, feed) =>
      feed === 'energy-charts' && day === '2025-10-26' ? 0 : index;
    const ran = await sync(['--zones', 'DE-LU,SE3', '--from', '2025-10-25', '--to', '2025-10-27'], { price });
    expect(ran.code).toBe(2);
    expect(ran.json).toMatchObject({ outcome: 'partial', counts: { daysWritten: 4, conflicts: 1 } });
    expect(ran.stderr).toContain('2025-10-26: energy-charts and entsoe differ in 99 of 100 intervals');
    expect(await readPriceConflicts(database.pool, '2025-10-01')).toMatchObject([
      { zone: 'DE-LU', differing: 99 },
    ]);
  });

  it('fills from the second feed what the first does not have yet', async () => {
    market = await startMarket({ lastDay: '2026-01-11' });
    const first = market;
    const second = await startMarket();
    const ran = await runPipelineFile(
      'price-sync',
      ['--zones', 'DE-LU', ...january],
      env({ ENTSOE_URL: second.env.ENTSOE_URL ?? '' }),
    );
    await second.close();
    expect(first.seen['energy-charts'].requests).toBe(1);
    expect(ran.json.counts).toMatchObject({ daysWritten: 2, daysFilled: 1 });
  });

  it('leaves a zone alone that no feed publishes, and tells it from one that has stopped', async () => {
    const never = await sync(['--zones', 'SE3', ...january], { lastDay: '2020-01-01' });
    expect(never.code).toBe(0);
    expect(never.json).toMatchObject({ outcome: 'unchanged', counts: { failed: 0, unpublished: 1 } });
    await market?.close();
    await sync(['--zones', 'SE3', ...january]);
    await market?.close();
    const later = ['--from', '2026-01-20', '--to', '2026-01-22'];
    const stopped = await sync(['--zones', 'SE3', ...later], { lastDay: '2026-01-13' });
    expect(stopped.code).toBe(1);
    expect(stopped.json.steps[0]?.detail).toContain('entsoe has no prices of SE3');
  });

  it('does not mind months before the first that a feed has', async () => {
    const range = ['--from', '2025-12-01', '--to', '2026-02-01'];
    const ran = await sync(['--zones', 'SE3', ...range], { firstDay: '2026-01-10' });
    expect(ran.json).toMatchObject({ outcome: 'ok', counts: { daysWritten: 22, failed: 0 } });
  });

  it.skipIf(!hasRedis())(`tells the API of prices that it wrote ${needsRedis}`, async () => {
    const redis = await startRedis();
    const listener = createCache(redis.url);
    try {
      const heard: (string | null)[] = [];
      onPriceChange(listener, (zone) => heard.push(zone));
      await expect.poll(() => listener.isSubscribed(), { timeout: 20_000 }).toBe(true);
      await sync(['--zones', 'DE-LU,SE3', ...january], {}, { REDIS_URL: redis.url });
      await expect.poll(() => heard, { timeout: 20_000 }).toEqual(expect.arrayContaining(['DE-LU', 'SE3']));
      const before = heard.length;
      await runPipelineFile('price-sync', ['--zones', 'DE-LU', ...january], env({ REDIS_URL: redis.url }));
      // A message of our own comes after any that the run sent.
      await announcePriceChange(listener, 'last');
      await expect.poll(() => heard.slice(before), { timeout: 20_000 }).toEqual(['last']);
    } finally {
      await listener.close();
      await redis.close();
    }
  });

  it('does nothing when a run of this turn has been there', async () => {
    await sync(['--zones', 'SE3', ...january]);
    const again = ['--zones', 'SE3', ...january, '--unless-since'];
    const ran = await runPipelineFile('price-sync', [...again, '2026-01-01T00:00:00Z'], env());
    expect(ran).toMatchObject({ code: 0, json: { outcome: 'already-done' } });
    const next = await runPipelineFile('price-sync', [...again, '2999-01-01T00:00:00Z'], env());
    expect(next.json.outcome).toBe('unchanged');
    expect(await lastJobRuns(database.pool, 5)).toHaveLength(2);
  });

  it('exits with 1 when every zone fails, and keeps what is stored', async () => {
    await sync(['--zones', 'SE3', ...january]);
    await market?.close();
    const ran = await sync(['--zones', 'SE3', ...january], { fault: () => ({ status: 429 }) });
    expect(ran.code).toBe(1);
    expect(ran.json).toMatchObject({ outcome: 'failed', counts: { failed: 1 } });
    expect(await readPriceDays(database.pool, 'SE3', '2026-01-10', '2026-01-12')).toHaveLength(3);
    expect((await lastJobRuns(database.pool, 1))[0]?.error).toMatch(/SE3: entsoe answered/);
  });

  it('writes the summary of a workflow run', async () => {
    const file = join(folder, 'summary.md');
    await sync(['--zones', 'SE3', ...january], {}, { GITHUB_STEP_SUMMARY: file });
    expect(readFileSync(file, 'utf8')).toContain('| SE3 | ok |');
  });

  it.each([
    [['--zones', 'XX'], 'There is no zone XX.'],
    [['--from', '2026-02-30'], '"2026-02-30" is not a day.'],
    [['--nonsense'], "unknown option '--nonsense'"],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const ran = await sync(args);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(sentence);
    expect(ran.stderr).not.toContain('    at ');
  });

  it('is finished by the next run when it was killed in the middle: nothing doubled, nothing lost', async () => {
    market = await startMarket({ latencyMs: 100 });
    const range = ['--from', '2026-01-01', '--to', '2026-02-01'];
    const victim = startPipelineFile('price-sync', range, env());
    const written = async () =>
      Number((await database.pool.query('select count(*) from price_day')).rows[0]?.count);
    await expect.poll(written, { timeout: 90_000, interval: 20 }).toBeGreaterThan(0);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    expect(await written()).toBeLessThan(58 * 31);
    await expect
      .poll(async () => (await runPipelineFile('price-sync', range, env())).json.outcome, {
        timeout: 150_000,
      })
      .toBe('ok');
    expect(await written()).toBe(58 * 31);
    expect((await lastJobRuns(database.pool, 5)).map(({ outcome }) => outcome)).toEqual(['ok', 'failed']);
  });
});
