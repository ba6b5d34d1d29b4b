import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { zones } from '../domain/zones.ts';
import { energyCharts } from './energy-charts.ts';
import { FeedError } from './feed.ts';
import { energyChartsAnswer, type Loopback, startLoopback } from './testing.ts';

const germany = zoneNamed('DE-LU');
const day = dayWith(germany, '2026-01-15', (index) => index - 20.5);
const answer = energyChartsAnswer(germany, [day]);
const neverAborted = new AbortController().signal;

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function fetchFrom(listener: RequestListener, zone = germany, first = '2026-01-15', last = first) {
  server = await startLoopback(listener);
  return energyCharts(`${server.url}/`).fetchDays(zone, first, last, neverAborted);
}

function json(body: unknown): RequestListener {
  return (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
}

function status(code: number, headers: Record<string, string> = {}, body = ''): RequestListener {
  return (_, response) => response.writeHead(code, headers).end(body);
}

async function failureOf(listener: RequestListener): Promise<FeedError> {
  const failure = await fetchFrom(listener).catch((error: unknown) => error);
  if (failure instanceof FeedError) return failure;
  throw new Error('A FeedError was expected.', { cause: failure });
}

describe('energy-charts', () => {
  test('delivers the day asked for, with its licence', async () => {
    const batches = await fetchFrom(json(answer));
    expect(batches).toEqual([
      {
        feed: 'energy-charts',
        label:
          'energy-charts.info, CC BY 4.0 (creativecommons.org/licenses/by/4.0) from Bundesnetzagentur | SMARD.de',
        simulated: false,
        days: [day],
      },
    ]);
    expect(server?.requests).toEqual(['/price?bzn=DE-LU&start=2026-01-15&end=2026-01-15']);
  });

  test('spells zones as the service does', async () => {
    const italy = zoneNamed('IT-NORTH');
    const italian = dayWith(italy, '2026-01-15', () => 1);
    await fetchFrom(json(energyChartsAnswer(italy, [italian])), italy);
    expect(server?.requests[0]).toContain('bzn=IT-North&');
  });

  test.each(['2026-03-29', '2025-10-26'])('delivers %s in its length', async (date) => {
    const odd = dayWith(germany, date, (index) => index);
    const [batch] = await fetchFrom(json(energyChartsAnswer(germany, [odd])), germany, date);
    expect(batch?.days).toEqual([odd]);
  });

  test('keeps null prices, leaves out days without any, and cuts hours of neighbouring days off', async () => {
    const { unix_seconds: starts, price } = answer as { unix_seconds: number[]; price: (number | null)[] };
    const first = starts[0] ?? 0;
    const [batch] = await fetchFrom(
      json({
        ...answer,
        unix_seconds: [first - 900, ...starts, first + 86_400, first + 87_300],
        price: [1, ...price.map((value, index) => (index === 3 ? null : value)), null, null],
      }),
      germany,
      '2026-01-15',
      '2026-01-16',
    );
    expect(batch?.days).toEqual([{ ...day, prices: day.prices.with(3, null) }]);
  });

  test('delivers nothing when nothing is published yet', async () => {
    expect(await fetchFrom(json({ ...answer, unix_seconds: [], price: [] }))).toEqual([]);
    await server?.close();
    const nulls = { ...answer, price: Array.from({ length: 96 }, () => null) };
    expect(await fetchFrom(json(nulls))).toEqual([]);
  });

  test('keeps a label to one line of bounded length', async () => {
    const [batch] = await fetchFrom(
      json({ ...answer, license_info: `a\n\u0000\u202Eb ${'x'.repeat(1000)}` }),
    );
    expect(batch?.label).toMatch(/^energy-charts\.info, a b x+$/);
    expect(batch?.label).toHaveLength(300);
  });

  test('serves the zones whose prices may be passed on', () => {
    const feed = energyCharts('http://127.0.0.1:1');
    expect(zones.filter((zone) => feed.supports(zone))).toHaveLength(15);
    expect(feed.supports(zoneNamed('SE3'))).toBe(false);
    expect(feed.standIn).toBe(false);
  });

  test('refuses a zone it does not have without a request', async () => {
    const failure = fetchFrom(json(answer), zoneNamed('SE3'));
    await expect(failure).rejects.toMatchObject({ name: 'FeedError', kind: 'refused' });
    expect(server?.requests).toEqual([]);
  });
});

describe('an answer of energy-charts that is not prices', () => {
  const page = '<!doctype html><title>Down for maintenance</title>';
  const wholeText = JSON.stringify(answer);
  test.each([
    ['HTML with status 200', status(200, { 'content-type': 'text/html' }, page), 'not JSON'],
    ['JSON that ends half way', status(200, {}, wholeText.slice(0, 700)), 'not JSON'],
    ['nothing', status(200), 'not JSON (0 characters'],
    ['null', json(null), 'something wrong'],
    ['an error document', json({ detail: 'no' }), 'something wrong'],
    ['prices as text', json({ ...answer, price: ['1'] }), '/price/0'],
    ['another unit', json({ ...answer, unit: 'ct/kWh' }), 'the unit is "ct/kWh"'],
    ['fewer prices than starts', json({ ...answer, price: [1] }), '96 starts came with 1 prices'],
    ['another day', json(energyChartsAnswer(germany, [{ ...day, day: '2026-01-14' }])), '2026-01-14 came'],
    ['a grid of its own', json({ ...answer, unix_seconds: [1768431700], price: [1] }), 'grid'],
    ['a start that is no instant', json({ ...answer, unix_seconds: [1e15], price: [1] }), 'something wrong'],
  ])('%s is nonsense', async (_, listener, words) => {
    const failure = await failureOf(listener);
    expect(failure.kind).toBe('nonsense');
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('DE-LU');
    expect(failure.message.length).toBeLessThan(300);
  });

  test('a body without end is cut off', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const failure = await failureOf((_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send);
      send();
    });
    expect(failure).toMatchObject({ kind: 'nonsense' });
    expect(failure.message).toContain('more than');
  });
});

describe('a refusal of energy-charts', () => {
  const date = 'Tue, 24 Nov 2026 10:00:00 GMT';
  const later = 'Tue, 24 Nov 2026 10:01:30 GMT';
  const type = { 'content-type': 'application/json' };
  test.each([
    [429, { 'retry-after': '120' }, 'rate-limited', 120],
    [429, { 'retry-after': later, date }, 'rate-limited', 90],
    [429, { 'retry-after': date, date: later }, 'rate-limited', 0],
    [429, { 'retry-after': 'soon' }, 'rate-limited', null],
    [429, {}, 'rate-limited', null],
    [503, { 'retry-after': '30' }, 'unreachable', 30],
    [500, {}, 'unreachable', null],
    [403, {}, 'refused', null],
    [404, type, 'no-data', null],
    [404, { 'content-type': 'text/html' }, 'refused', null],
  ])('%i with %j is %s', async (code, headers, kind, retryAfterSeconds) => {
    const failure = await failureOf(status(code, headers as Record<string, string>, '{"detail": "no"}'));
    expect(failure).toMatchObject({ feed: 'energy-charts', kind, retryAfterSeconds });
    expect(failure.message).toContain(`status ${code}`);
  });

  test('a connection cut before and inside the answer is unreachable', async () => {
    expect(await failureOf((request) => request.socket.destroy())).toMatchObject({ kind: 'unreachable' });
    await server?.close();
    const cut = await failureOf((request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('{"license_info"', () => request.socket.destroy());
    });
    expect(cut).toMatchObject({ kind: 'unreachable' });
  });

  test('nobody listening is unreachable, by its code', async () => {
    server = await startLoopback(() => undefined);
    const { url } = server;
    await server.close();
    server = undefined;
    const failure = energyCharts(url).fetchDays(germany, '2026-01-15', '2026-01-15', neverAborted);
    await expect(failure).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('ECONN'),
    });
  });

  test('the caller giving up is not a failure of the feed', async () => {
    const controller = new AbortController();
    server = await startLoopback(() => controller.abort(new Error('shutting down')));
    const fetched = energyCharts(server.url).fetchDays(
      germany,
      '2026-01-15',
      '2026-01-15',
      controller.signal,
    );
    await expect(fetched).rejects.toThrow('shutting down');
  });
});
