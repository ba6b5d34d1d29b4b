import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFeedChecks } from '../db/feed-checks.ts';
import { readPriceDays } from '../db/prices.ts';
import type { TestDatabase } from '../db/testing.ts';
import { addDays } from '../domain/market-day.ts';
import { FeedError, type PriceFeed } from '../feeds/feed.ts';
import { simulated } from '../feeds/simulated.ts';
import { Refresher } from './refresher.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from './testing/api.ts';
import { TestClock } from './testing/clock.ts';

const intervalMs = 600_000;
/** Of turns that nobody stops. */
const goesOn = new AbortController().signal;
type Answer = PriceFeed['fetchDays'];

let database: TestDatabase;
let clock: TestClock;
let asked: string[];
let answer: Answer;
let apis: TestApi[];
const works: Answer = async (...question) => {
  const batches = await simulated.fetchDays(...question);
  return batches.map((batch) => ({ ...batch, feed: 'market', simulated: false }));
};
/** Does what `answer` says, and notes the zones it is asked for. */
const feed: PriceFeed = {
  ...simulated,
  name: 'market',
  standIn: false,
  fetchDays: (zone, ...rest) => {
    asked.push(zone.id);
    return answer(zone, ...rest);
  },
};
beforeAll(async () => {
  database = await createMigratedDatabase();
});
beforeEach(async () => {
  await database.pool.query('truncate price_day, price_batch, feed_check, watched_zone');
  [clock, asked, answer, apis] = [new TestClock(), [], works, []];
});
afterEach(() => Promise.all(apis.map((api) => api.close())));
afterAll(() => database.drop());

async function makeRefresher(): Promise<{ api: TestApi; refresher: Refresher }> {
  const api = await createTestApi(database.url, {
    now: clock.now,
    feeds: [feed],
    env: { DEFAULT_ZONE: 'SE3' },
  });
  apis.push(api);
  return { api, refresher: new Refresher(api.context, intervalMs) };
}

/** One turn, and what was asked for in it. */
async function turn(refresher: Refresher): Promise<string[]> {
  asked = [];
  await refresher.turn(goesOn);
  return [...asked];
}

const watch = (zone: string) =>
  database.pool.query(`insert into watched_zone values ($1, now(), now()) on conflict do nothing`, [zone]);

describe('a turn of the refresher', () => {
  it('brings the default zone at once, then nothing until the interval is over', async () => {
    const { refresher } = await makeRefresher();
    expect(await turn(refresher)).toContain('SE3');
    expect(await readFeedChecks(database.pool)).toMatchObject([{ zone: 'SE3', feed: 'market', failures: 0 }]);
    expect(await turn(refresher)).toEqual([]);
    clock.forward(601);
    expect(await turn(refresher)).toContain('SE3');
  });

  it('checks every watched zone, the ones nobody asks for any more left out', async () => {
    for (const zone of ['SE3', 'AT', 'FI', 'BE']) await watch(zone);
    await database.pool.query(
      `update watched_zone set requested_at = now() - interval '4 days' where zone = 'BE'`,
    );
    const { refresher } = await makeRefresher();
    expect((await turn(refresher)).sort()).toEqual(['AT', 'FI', 'SE3']);
  });

  it('is made by one replica at a time', async () => {
    await watch('SE3');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async (...question) => {
      await held;
      return works(...question);
    };
    const [one, two] = [await makeRefresher(), await makeRefresher()];
    asked = [];
    const first = one.refresher.turn(goesOn);
    await expect.poll(() => asked).toEqual(['SE3']);
    await two.refresher.turn(goesOn);
    expect(asked).toEqual(['SE3']);
    release();
    await first;
    await two.refresher.turn(goesOn);
    expect(asked).toEqual(['SE3']);
  });

  it('waits longer after each failure, keeps what is stored, and recovers', async () => {
    await watch('SE3');
    const { refresher } = await makeRefresher();
    await turn(refresher);
    const before = await readPriceDays(database.pool, 'SE3', '2020-01-01', '2100-01-01');
    expect(before.length).toBeGreaterThan(0);
    answer = async () => {
      throw new FeedError('market', 'unreachable', 'market is away.');
    };
    clock.forward(601);
    // The database's clock does not go forward: a failure is recorded ten minutes ago.
    const ask = async (forwardSeconds: number): Promise<number> => {
      await database.pool.query(`update feed_check set failed_at = now() + interval '1 second' * $1`, [
        (clock.now() - Date.now()) / 1000,
      ]);
      clock.forward(forwardSeconds);
      return (await turn(refresher)).length;
    };
    expect(await turn(refresher)).toEqual(['SE3']);
    expect([await ask(9), await ask(11)]).toEqual([0, 1]);
    expect([await ask(19), await ask(21)]).toEqual([0, 1]);
    expect(await readPriceDays(database.pool, 'SE3', '2020-01-01', '2100-01-01')).toEqual(before);
    expect(await readFeedChecks(database.pool)).toMatchObject([{ failures: 3, failure: 'market is away.' }]);
    answer = works;
    expect(await ask(41)).toBe(1);
    expect(await readFeedChecks(database.pool)).toMatchObject([{ failures: 0 }]);
  });

  it('heeds how long a feed asks to be left alone', async () => {
    await watch('SE3');
    const { refresher } = await makeRefresher();
    answer = async () => {
      throw new FeedError('market', 'rate-limited', 'market answered 429.', 300);
    };
    expect(await turn(refresher)).toEqual(['SE3']);
    clock.forward(290);
    expect(await turn(refresher)).toEqual([]);
    clock.forward(20);
    expect(await turn(refresher)).toEqual(['SE3']);
  });

  it('goes on with the next zone after one that failed', async () => {
    for (const zone of ['SE3', 'AT']) await watch(zone);
    answer = async (zone, ...rest) => {
      if (zone.id === 'AT') throw new FeedError('market', 'nonsense', 'market answered nonsense.');
      return works(zone, ...rest);
    };
    const { refresher } = await makeRefresher();
    await turn(refresher);
    expect(await readFeedChecks(database.pool)).toMatchObject([
      { zone: 'AT', failures: 1 },
      { zone: 'SE3', failures: 0 },
    ]);
  });

  it('lets nothing be marked as checked when it is stopped half way', async () => {
    await watch('SE3');
    answer = () => new Promise(() => {});
    const { refresher } = await makeRefresher();
    const stop = new AbortController();
    const stopped = refresher.turn(stop.signal);
    await expect.poll(() => asked).toEqual(['SE3']);
    stop.abort(new Error('The API stops.'));
    await expect(stopped).rejects.toThrow('The API stops.');
    expect(await readFeedChecks(database.pool)).toEqual([]);
  });

  it('asks for the days before yesterday, too, which markets correct', async () => {
    await watch('SE3');
    const ranges: string[][] = [];
    answer = async (zone, firstDay, lastDay, signal) => {
      ranges.push([firstDay, lastDay]);
      return works(zone, firstDay, lastDay, signal);
    };
    await turn((await makeRefresher()).refresher);
    const [first = '', last = ''] = ranges[0] ?? [];
    expect(addDays(first, 2)).toBe(last);
  });
});
