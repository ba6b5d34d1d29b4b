import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Zone } from '../contract/http.ts';
import { marketDayBounds } from '../domain/market-day.ts';
import type { PriceDay } from '../domain/price-day.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { zones } from '../domain/zones.ts';
import { entsoe } from './entsoe.ts';
import { acknowledgement, period, publication, series } from './entsoe-testing.ts';
import { FeedError } from './feed.ts';
import { type Loopback, startLoopback } from './testing.ts';
import { invalidity } from './validate.ts';

const token = '00000000-feed-4bad-cafe-000000000000';
const sweden = zoneNamed('SE3');
const germany = zoneNamed('DE-LU');
const day = dayWith(sweden, '2026-01-15', (index) => Math.floor(index / 2) - 3.25);
const noData = acknowledgement('999', 'No matching data found for Data item Energy Prices [12.1.D]');
const neverAborted = new AbortController().signal;

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function fetchFrom(listener: RequestListener, zone = sweden, first = '2026-01-15', last = first) {
  server = await startLoopback(listener);
  return entsoe(`${server.url}/api`, token).fetchDays(zone, first, last, neverAborted);
}

const answer =
  (body: string, code = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'text/xml', ...headers }).end(body);

/** A series of the prices of a day, equal neighbours left out as curve type A03 does. */
function seriesOf(zone: Zone, { day: date, prices, resolutionMinutes }: PriceDay, sequence?: number): string {
  const { startMs, endMs } = marketDayBounds(date, zone.marketTimeZone);
  const kept = prices.map((price, index) => [index + 1, price] as const);
  const instant = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z');
  const whole = period({
    start: instant(startMs),
    end: instant(endMs),
    resolution: `PT${resolutionMinutes}M`,
    prices: Object.fromEntries(
      kept.filter(([position, price]) => price !== null && price !== prices[position - 2]),
    ) as Record<number, number>,
  });
  return series({ periods: [whole], ...(sequence ? { sequence } : {}) });
}

describe('entsoe', () => {
  test('delivers the day asked for, omitted equal prices filled in, with its licence', async () => {
    const batches = await fetchFrom(answer(publication(seriesOf(sweden, day))));
    expect(batches).toEqual([
      { feed: 'entsoe', label: 'ENTSO-E Transparency Platform, CC BY 4.0', simulated: false, days: [day] },
    ]);
    expect(invalidity(batches, sweden, day.day, day.day)).toBeNull();
  });

  test('asks by market day in UTC for the day-ahead contract', async () => {
    await fetchFrom(answer(noData), sweden, '2026-07-01');
    const asked = new URL(server?.requests[0] ?? '', 'http://host');
    expect(asked.pathname).toBe('/api');
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      documentType: 'A44',
      'contract_MarketAgreement.type': 'A01',
      in_Domain: '10Y1001A1001A46L',
      out_Domain: '10Y1001A1001A46L',
      periodStart: '202606302200',
      periodEnd: '202607012200',
      securityToken: token,
    });
  });

  test.each([
    ['2026-03-29', 92],
    ['2025-10-26', 100],
  ])('delivers %s with its %i quarters', async (date, count) => {
    const odd = dayWith(sweden, date, (index) => index);
    const [batch] = await fetchFrom(answer(publication(seriesOf(sweden, odd))), sweden, date);
    expect(batch?.days).toEqual([odd]);
    expect(batch?.days[0]?.prices).toHaveLength(count);
  });

  test('leaves out neighbouring days that come with the answer', async () => {
    const before = dayWith(sweden, '2026-01-14', () => 1);
    const [batch] = await fetchFrom(answer(publication(seriesOf(sweden, before), seriesOf(sweden, day))));
    expect(batch?.days).toEqual([day]);
  });

  test('does not call a day complete of which only hours were published', async () => {
    const half = { ...day, prices: day.prices.map((price, index) => (index < 48 ? price : null)) };
    const { startMs } = marketDayBounds(day.day, sweden.marketTimeZone);
    const instant = (hours: number) => new Date(startMs + hours * 3_600_000).toISOString().slice(0, 16);
    const morning = period({
      start: `${instant(0)}Z`,
      end: `${instant(12)}Z`,
      resolution: 'PT15M',
      prices: Object.fromEntries(half.prices.slice(0, 48).map((price, index) => [index + 1, price ?? 0])),
    });
    const [batch] = await fetchFrom(answer(publication(series({ periods: [morning] }))));
    expect(batch?.days).toEqual([half]);
  });

  test('lets hours fill what quarters leave open, on a day that mixes them', async () => {
    const hours = dayWith(sweden, '2025-09-30', (index) => index, 60);
    const quarters = series({
      curve: 'A01',
      periods: [
        period({
          start: '2025-09-29T22:00Z',
          end: '2025-09-29T23:00Z',
          resolution: 'PT15M',
          prices: { 1: 91, 2: 92, 3: 93, 4: 94 },
        }),
      ],
    });
    const [batch] = await fetchFrom(
      answer(publication(seriesOf(sweden, hours), quarters)),
      sweden,
      '2025-09-30',
    );
    expect(batch?.days[0]?.resolutionMinutes).toBe(15);
    expect(batch?.days[0]?.prices.slice(0, 9)).toEqual([91, 92, 93, 94, 1, 1, 1, 1, 2]);
  });

  test('takes the coupled auction, interval by interval, where there are several', async () => {
    const coupled = dayWith(sweden, day.day, (index) => (index < 10 ? index : null));
    const second = dayWith(sweden, day.day, () => 777);
    const document = publication(
      seriesOf(sweden, second, 2),
      seriesOf(sweden, coupled, 1).replace('A03', 'A01'),
    );
    const [batch] = await fetchFrom(answer(document));
    expect(batch?.days[0]?.prices).toEqual(coupled.prices.map((price) => price ?? 777));
  });

  test('never takes the auction of 10:15 for the coupled one', async () => {
    const exaa = publication(seriesOf(germany, { ...day, zone: 'DE-LU' }, 2));
    expect(await fetchFrom(answer(exaa), germany)).toEqual([]);
  });

  test('asks for a quarter of a year in parts of at most 100 series, in order', async () => {
    const batches = await fetchFrom(
      (request, response) => {
        const start = new URL(request.url ?? '', 'http://host').searchParams.get('periodStart') ?? '';
        const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)2300$/.exec(start) ?? [];
        const first = new Date(`${year}-${month}-${date}T23:00Z`).getTime() + 3_600_000;
        const only = dayWith(sweden, new Date(first).toISOString().slice(0, 10), () => 5);
        response.end(publication(seriesOf(sweden, only)));
      },
      sweden,
      '2025-11-01',
      '2026-01-31',
    );
    expect(server?.requests).toHaveLength(3);
    expect(batches.map(({ days }) => days.map((one) => one.day))).toEqual([
      ['2025-11-01', '2025-12-04', '2026-01-06'],
    ]);
  });

  test.each([
    ['with status 200', answer(noData)],
    ['with status 400', answer(noData, 400)],
    ['as an empty document', answer(publication())],
  ])('delivers nothing when nothing is published yet, said %s', async (_, listener) => {
    expect(await fetchFrom(listener)).toEqual([]);
  });

  test('serves every European zone and refuses others without a request', async () => {
    const feed = entsoe('http://127.0.0.1:1/api', token);
    expect(zones.filter((zone) => feed.supports(zone))).toHaveLength(44);
    expect(feed.standIn).toBe(false);
    const failure = fetchFrom(answer(noData), zoneNamed('GB-A'));
    await expect(failure).rejects.toMatchObject({ name: 'FeedError', kind: 'refused' });
    expect(server?.requests).toEqual([]);
  });
});

describe('a failure of entsoe', () => {
  const other = publication(seriesOf(sweden, { ...day, day: '2026-01-13' }));
  test.each([
    ['a web page', answer('<!doctype html><title>Maintenance</title>'), 'nonsense', null],
    ['another day', answer(other), 'nonsense', null],
    ['another currency', answer(publication(series({ currency: 'SEK', periods: [] }))), 'nonsense', null],
    ['a refusal', answer(acknowledgement('999', `Not valid: ${token}`), 400), 'refused', null],
    ['a wrong token', answer('Unauthorized', 401), 'refused', null],
    ['too many requests', answer('', 429), 'rate-limited', 600],
    ['too many requests, with a time', answer('', 429, { 'retry-after': '30' }), 'rate-limited', 30],
    ['the outage of 2026', answer('', 503), 'unreachable', null],
    ['the outage of 2026, second form', answer('Not Found', 404), 'unreachable', null],
    ['a redirect', answer('', 302, { location: 'http://127.0.0.1:1/' }), 'unreachable', null],
    ['a cut connection', (request) => request.socket.destroy(), 'unreachable', null],
    ['half an answer', cutOff, 'unreachable', null],
  ] satisfies [string, RequestListener, string, number | null][])(
    '%s has its kind, names the zone and keeps the token to itself',
    async (_, listener, kind, retryAfterSeconds) => {
      const failure = await fetchFrom(listener).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FeedError);
      expect(failure).toMatchObject({ feed: 'entsoe', kind, retryAfterSeconds });
      const { message } = failure as FeedError;
      expect(message).toContain('SE3');
      expect(message).not.toContain(token);
      expect(message.length).toBeLessThan(400);
    },
  );

  test('a body without end is cut off', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const endless: RequestListener = (_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send);
      send();
    };
    await expect(fetchFrom(endless)).rejects.toThrow('more than');
  });

  test('the caller giving up is not a failure of the feed', async () => {
    const controller = new AbortController();
    server = await startLoopback(() => controller.abort(new Error('shutting down')));
    const fetched = entsoe(server.url, token).fetchDays(sweden, day.day, day.day, controller.signal);
    await expect(fetched).rejects.toThrow('shutting down');
  });
});

function cutOff(request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-length': '100000' });
  response.write('<Publication_MarketDocument>', () => request.socket.destroy());
}
