import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { energyCharts } from './energy-charts.ts';
import { AllFeedsFailedError, fetchFirst } from './failover.ts';
import { FeedError, type FeedErrorKind, type PriceFeed } from './feed.ts';
import { simulated } from './simulated.ts';
import { batchOf, energyChartsAnswer, fakeFeed, type Loopback, startLoopback } from './testing.ts';

const germany = zoneNamed('DE-LU');
const date = '2026-01-15';
const day = dayWith(germany, date, (index) => index);
const good = fakeFeed('good', async () => [batchOf('good', day)]);

function failing(kind: FeedErrorKind, retryAfterSeconds: number | null = null, name = kind): PriceFeed {
  return fakeFeed(name, () =>
    Promise.reject(new FeedError(name, kind, `${name} failed.`, retryAfterSeconds)),
  );
}

function fetchWith(feeds: PriceFeed[], options?: { timeoutMs: number }) {
  return fetchFirst(feeds, germany, date, date, new AbortController().signal, options);
}

async function failureOf(feeds: PriceFeed[]): Promise<AllFeedsFailedError> {
  const failure = await fetchWith(feeds).catch((error: unknown) => error);
  if (failure instanceof AllFeedsFailedError) return failure;
  throw new Error('An AllFeedsFailedError was expected.', { cause: failure });
}

describe('fetchFirst', () => {
  test('takes the first feed that delivers and asks no other', async () => {
    const asked = fakeFeed('asked', () => expect.fail('was asked'));
    expect(await fetchWith([good, asked])).toEqual({ batches: [batchOf('good', day)], failures: [] });
  });

  test('goes on after a failure, keeps it, and skips feeds that do not have the zone', async () => {
    const other = fakeFeed('other', () => expect.fail('was asked'), { supports: () => false });
    const { batches, failures } = await fetchWith([other, failing('refused'), failing('unreachable'), good]);
    expect(batches[0]?.feed).toBe('good');
    expect(failures.map(({ kind }) => kind)).toEqual(['refused', 'unreachable']);
  });

  test('takes wrong prices for nonsense', async () => {
    const wrong = fakeFeed('wrong', async () => [batchOf('wrong', { ...day, zone: 'FR' })]);
    const { batches, failures } = await fetchWith([wrong, good]);
    expect(batches[0]?.feed).toBe('good');
    expect(failures).toMatchObject([{ feed: 'wrong', kind: 'nonsense' }]);
    expect(failures[0]?.message).toBe('wrong answered for DE-LU with wrong prices: prices of FR came.');
  });

  test('takes a bug in a feed for a failure of that feed', async () => {
    const broken = fakeFeed('broken', () => {
      throw new TypeError('undefined is not a price');
    });
    const { failures } = await fetchWith([broken, good]);
    expect(failures).toMatchObject([{ feed: 'broken', kind: 'nonsense' }]);
  });

  test('does not wait for a feed that heeds no signal', async () => {
    const deaf = fakeFeed('deaf', () => new Promise(() => undefined));
    const { failures } = await fetchWith([deaf, good], { timeoutMs: 20 });
    expect(failures).toMatchObject([{ feed: 'deaf', kind: 'timeout' }]);
  });

  test('throws what every feed said when none delivers', async () => {
    const failure = await failureOf([
      failing('rate-limited', 60),
      failing('unreachable', 600),
      failing('refused'),
    ]);
    expect(failure.failures.map(({ kind }) => kind)).toEqual(['rate-limited', 'unreachable', 'refused']);
    expect(failure.message).toBe('rate-limited failed. unreachable failed. refused failed.');
    expect(failure.retryAfterSeconds).toBe(600);
    expect(failure.isNotPublished).toBe(false);
  });

  test('says what to do when no feed has the zone', async () => {
    const failure = await failureOf([]);
    expect(failure.message).toBe('No feed serves DE-LU; add one that does to FEEDS.');
    expect(failure.retryAfterSeconds).toBeNull();
    expect(failure.isNotPublished).toBe(false);
  });

  test('lets a stand-in stand in for a feed that is out of order', async () => {
    const { batches } = await fetchWith([failing('unreachable'), simulated]);
    expect(batches).toMatchObject([{ feed: 'simulated', simulated: true }]);
  });

  test('lets no stand-in stand in for a market that has not published', async () => {
    const empty = fakeFeed('empty', async () => []);
    for (const feeds of [[empty], [failing('no-data')]]) {
      const failure = await failureOf([...feeds, simulated]);
      expect(failure.failures.map(({ kind }) => kind)).toEqual(['no-data']);
      expect(failure.isNotPublished).toBe(true);
    }
    expect((await fetchWith([empty, good, simulated])).batches[0]?.feed).toBe('good');
  });

  test('stops when the caller gives up, before and during a fetch', async () => {
    const controller = new AbortController();
    const asked: string[] = [];
    const aborting = fakeFeed('aborting', () => {
      asked.push('aborting');
      controller.abort(new Error('shutting down'));
      return new Promise(() => undefined);
    });
    const fetched = () => fetchFirst([aborting, good], germany, date, date, controller.signal);
    await expect(fetched()).rejects.toThrow('shutting down');
    await expect(fetched()).rejects.toThrow('shutting down');
    expect(asked).toEqual(['aborting']);
  });
});

describe('faults of a real server', () => {
  let server: Loopback | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const body = JSON.stringify(energyChartsAnswer(germany, [day]));
  const inCents = JSON.stringify({ ...JSON.parse(body), price: day.prices.map(() => 60_000) });
  const anotherDay = JSON.stringify(energyChartsAnswer(germany, [{ ...day, day: '2026-01-14' }]));
  const answers: Record<string, [RequestListener, FeedErrorKind]> = {
    'a server that never answers': [() => undefined, 'timeout'],
    'a server that stops half way': [(_, response) => response.write(body.slice(0, 500)), 'timeout'],
    'too many requests': [
      (_, response) => response.writeHead(429, { 'retry-after': '7' }).end(),
      'rate-limited',
    ],
    maintenance: [(_, response) => response.writeHead(503).end('<html>'), 'unreachable'],
    HTML: [(_, response) => response.end('<html></html>'), 'nonsense'],
    'truncated JSON': [(_, response) => response.end(body.slice(0, -40)), 'nonsense'],
    'a cut connection': [(request) => request.socket.destroy(), 'unreachable'],
    'a wrong unit': [(_, response) => response.end(body.replace('EUR / MWh', 'GBP / MWh')), 'nonsense'],
    'prices a thousand times too high': [(_, response) => response.end(inCents), 'nonsense'],
    'a wrong day': [(_, response) => response.end(anotherDay), 'nonsense'],
  };

  test.each(Object.entries(answers))('%s: the next feed answers', async (_, [listener, kind]) => {
    server = await startLoopback(listener);
    // Only the servers that never finish are cut short, so that a slow machine cannot change an outcome.
    const options = kind === 'timeout' ? { timeoutMs: 200 } : undefined;
    const fetched = await fetchWith([energyCharts(server.url), good], options);
    expect(fetched.batches[0]?.feed).toBe('good');
    expect(fetched.failures).toMatchObject([{ feed: 'energy-charts', kind }]);
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  test('no fault: it answers itself', async () => {
    server = await startLoopback((_, response) => response.end(body));
    const { batches } = await fetchWith([energyCharts(server.url), good]);
    expect(batches[0]).toMatchObject({ feed: 'energy-charts', days: [day] });
  });
});
