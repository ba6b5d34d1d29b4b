import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFeedChecks } from '../db/feed-checks.ts';
import { migrate } from '../db/migrate.ts';
import { readPriceDays } from '../db/prices.ts';
import { createTestDatabase, type TestDatabase } from '../db/testing.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { energyCharts } from '../feeds/energy-charts.ts';
import { FeedError, type PriceFeed } from '../feeds/feed.ts';
import { simulated } from '../feeds/simulated.ts';
import { batchOf, energyChartsAnswer, fakeFeed, startLoopback } from '../feeds/testing.ts';
import { loadHistory } from './load-history.ts';
import { type SyncResult, syncZone } from './sync-zone.ts';

const zone = zoneNamed('SE4');
const [firstDay, lastDay] = ['2026-03-28', '2026-03-29'];
const good = fakeFeed('market', async () => [
  batchOf(
    'market',
    dayWith(zone, firstDay, () => 10),
    dayWith(zone, lastDay, () => -5),
  ),
]);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate price_day, price_batch, feed_check'));
afterAll(() => database.drop());

const sync = (feeds: PriceFeed[], signal = AbortSignal.timeout(5_000)): Promise<SyncResult> =>
  syncZone({ pool: database.pool, feeds, zone, firstDay, lastDay, signal });
const stored = () => readPriceDays(database.pool, zone.id, firstDay, lastDay);
const check = async () => (await readFeedChecks(database.pool, zone.id))[0];

describe('syncZone', () => {
  it('stores what the feed has and records the check; the second time nothing changes', async () => {
    expect(await sync([good])).toEqual({
      zone: 'SE4',
      outcome: 'updated',
      feed: 'market',
      daysWritten: 2,
      detail: null,
    });
    expect((await stored()).map(({ day, prices }) => [day, prices.length])).toEqual([
      ['2026-03-28', 96],
      ['2026-03-29', 92],
    ]);
    expect(await sync([good])).toMatchObject({ outcome: 'unchanged', daysWritten: 0 });
    expect(await check()).toMatchObject({ feed: 'market', failures: 0 });
  });

  const answers: [what: string, status: number, body: unknown, detail: RegExp][] = [
    ['nonsense instead of JSON', 200, '<html>', /not JSON/],
    ['a document of another shape', 200, { prices: [] }, /something wrong/],
    [
      'prices off the grid',
      200,
      { ...energyChartsAnswer(zone, []), unix_seconds: [1774652460], price: [1] },
      /grid/,
    ],
    [
      'an implausible price',
      200,
      energyChartsAnswer(zone, [dayWith(zone, firstDay, () => 1e6)]),
      /wrong prices: .*1000000/,
    ],
    ['nothing yet, because it is late', 200, energyChartsAnswer(zone, []), /no prices of SE4/],
    ['429', 429, 'slow down', /429|too many/i],
    ['503', 503, 'away', /503/],
  ];
  it.each(answers)(
    'keeps what is stored when the feed answers %s, and records why',
    async (_what, status, body, detail) => {
      await sync([good]);
      const before = await stored();
      const { checkedAtMs } = (await check()) ?? {};
      const server = await startLoopback((_request, response) => {
        response.writeHead(status, { 'retry-after': '120' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
      const result = await sync([energyCharts(server.url)]);
      await server.close();
      expect(result).toMatchObject({ outcome: 'failed', feed: null, daysWritten: 0 });
      expect(result.detail).toMatch(detail);
      expect(result.retryAfterSeconds).toBe(status === 429 || status === 503 ? 120 : undefined);
      expect(await stored()).toEqual(before);
      expect(await check()).toMatchObject({
        checkedAtMs,
        feed: 'market',
        failures: 1,
        failure: result.detail,
      });
    },
  );

  it('counts failures, and a good check ends the count', async () => {
    const down = fakeFeed('market', async () => {
      throw new FeedError('market', 'unreachable', 'market is away.');
    });
    await sync([down]);
    await sync([down]);
    expect(await check()).toMatchObject({ failures: 2, checkedAtMs: null });
    await sync([good]);
    expect(await check()).toMatchObject({ failures: 0, failure: 'market is away.' });
  });

  it('gives up on a feed that never answers, and records that', async () => {
    const silent = fakeFeed('market', () => new Promise(() => {}));
    const result = await sync([silent], AbortSignal.timeout(50));
    expect(result).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/did not answer in the time/),
    });
    expect(await check()).toMatchObject({ failures: 1 });
  });

  it('does not blame the feed when the caller shuts down', async () => {
    const stop = new AbortController();
    const silent = fakeFeed('market', () => new Promise(() => {}));
    const running = sync([silent], stop.signal);
    stop.abort(new Error('The API stops.'));
    await expect(running).rejects.toThrow('The API stops.');
    expect(await check()).toBeUndefined();
  });

  it('fills what nothing is known of with the stand-in, but lets it confirm no real price', async () => {
    const down = fakeFeed('market', async () => {
      throw new FeedError('market', 'unreachable', 'market is away.');
    });
    expect(await sync([down, simulated])).toMatchObject({
      outcome: 'updated',
      feed: 'simulated',
      detail: 'market is away.',
    });
    expect((await stored()).every((day) => day.simulated)).toBe(true);
    await sync([good]);
    expect(await sync([down, simulated])).toMatchObject({ outcome: 'failed', daysWritten: 0 });
    expect((await stored()).every((day) => !day.simulated)).toBe(true);
  });

  it('does not make days up that the market has not published', async () => {
    const late = fakeFeed('market', async () => []);
    expect(await sync([late, simulated])).toMatchObject({ outcome: 'failed' });
    expect(await stored()).toEqual([]);
  });
});

describe('loadHistory', () => {
  const load = (feeds: PriceFeed[]) =>
    loadHistory({ pool: database.pool, feeds, zone, firstDay, lastDay, signal: AbortSignal.timeout(5_000) });

  it('stores the days and counts as a check', async () => {
    expect(await load([good])).toBe(2);
    expect(await check()).toMatchObject({ feed: 'market' });
  });

  it('takes made-up days only where no market feed is configured', async () => {
    const down = fakeFeed('market', async () => {
      throw new FeedError('market', 'unreachable', 'market is away.');
    });
    await expect(load([down, simulated])).rejects.toThrow('market is away.');
    expect(await stored()).toEqual([]);
    expect(await check()).toBeUndefined();
    expect(await load([simulated])).toBe(2);
  });
});
