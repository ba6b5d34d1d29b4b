import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { PriceDay } from '../domain/price-day.ts';
import { isComplete, slotsOfDay } from '../domain/price-day.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { zones } from '../domain/zones.ts';
import { FeedError } from './feed.ts';
import { octopusAgile } from './octopus-agile.ts';
import { type Loopback, startLoopback } from './testing.ts';
import { invalidity } from './validate.ts';

const london = zoneNamed('GB-C');
const product = 'AGILE-24-10-01';
const day = dayWith(london, '2026-01-15', (index) => index * 10 - 45);
const neverAborted = new AbortController().signal;

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function fetchFrom(listener: RequestListener, zone = london, first = '2026-01-15', last = first) {
  server = await startLoopback(listener);
  return octopusAgile(`${server.url}/`, product).fetchDays(zone, first, last, neverAborted);
}

type Rate = Record<string, unknown>;

/** What the service would list for a day: newest first, pence per kWh, VAT of 5 % in one of the two values. */
function ratesOf(one: PriceDay): Rate[] {
  const rates = slotsOfDay(london, one).map(({ startMs, minutes, price }) => ({
    value_exc_vat: price / 10,
    value_inc_vat: (price / 10) * 1.05,
    valid_from: instant(startMs),
    valid_to: instant(startMs + minutes * 60_000),
    payment_method: null,
  }));
  return rates.reverse();
}

const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

const page = (results: Rate[], next: string | null = null) => ({
  count: results.length,
  next,
  previous: null,
  results,
});

function json(body: unknown, code = 200): RequestListener {
  return (_, response) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const rates = ratesOf(day);
const first: Rate = rates[0] ?? {};

describe('octopus-agile', () => {
  test('delivers the day asked for in pounds per MWh without VAT, oldest first', async () => {
    const batches = await fetchFrom(json(page(rates)));
    expect(batches).toEqual([
      {
        feed: 'octopus-agile',
        label: 'Octopus Energy, AGILE-24-10-01, without VAT',
        simulated: false,
        days: [day],
      },
    ]);
    expect(invalidity(batches, london, day.day, day.day)).toBeNull();
  });

  test('asks for the tariff of the region by instants in UTC, in the largest pages', async () => {
    await fetchFrom(json(page([])), london, '2026-07-01');
    const asked = new URL(server?.requests[0] ?? '', 'http://host');
    expect(asked.pathname).toBe(
      '/v1/products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/',
    );
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      period_from: '2026-06-30T23:00:00.000Z',
      period_to: '2026-07-01T23:00:00.000Z',
      page_size: '1500',
    });
  });

  test.each([
    ['2026-03-29', 46],
    ['2025-10-26', 50],
  ])('delivers %s with its %i half hours', async (date, count) => {
    const odd = dayWith(london, date, (index) => index);
    const [batch] = await fetchFrom(json(page(ratesOf(odd))), london, date);
    expect(batch?.days).toEqual([odd]);
    expect(batch?.days[0]?.prices).toHaveLength(count);
  });

  test('leaves the last hour open as long as rates reach to 23:00 only', async () => {
    const [batch] = await fetchFrom(json(page(rates.slice(2))));
    expect(batch?.days[0]?.prices.slice(-3)).toEqual([day.prices.at(-3), null, null]);
    expect(batch?.days[0] && isComplete(london, batch.days[0])).toBe(false);
  });

  test('reads every page, whatever address the answer gives for the next', async () => {
    const listener: RequestListener = (request, response) => {
      const isSecond = new URL(request.url ?? '', 'http://host').searchParams.get('page') === '2';
      const body = isSecond
        ? page(rates.slice(20))
        : page(rates.slice(0, 20), 'http://169.254.169.254/latest');
      json(body)(request, response);
    };
    expect((await fetchFrom(listener))[0]?.days).toEqual([day]);
    expect(server?.requests.map((path) => new URL(path, 'http://host').searchParams.get('page'))).toEqual([
      null,
      '2',
    ]);
  });

  test('takes the first of two rates for one slot: rates shift between pages when new ones come', async () => {
    const twice = [...rates.slice(0, 10), { ...rates[9], value_exc_vat: 99 }, ...rates.slice(10)];
    expect((await fetchFrom(json(page(twice))))[0]?.days).toEqual([day]);
  });

  test('takes the rate for direct debit where it depends on the way of paying', async () => {
    const both = rates.flatMap((rate) => [
      { ...rate, value_exc_vat: 99, payment_method: 'NON_DIRECT_DEBIT' },
      { ...rate, payment_method: 'DIRECT_DEBIT' },
    ]);
    expect((await fetchFrom(json(page(both))))[0]?.days).toEqual([day]);
  });

  test('spreads a rate over the half hours it holds for', async () => {
    const morning = { ...first, valid_from: '2026-01-15T00:00:00Z', valid_to: '2026-01-15T02:00:00Z' };
    const [batch] = await fetchFrom(json(page([{ ...morning, value_exc_vat: 16.233 }])));
    expect(batch?.days[0]?.prices.slice(0, 5)).toEqual([162.33, 162.33, 162.33, 162.33, null]);
  });

  test('delivers nothing when nothing is published yet', async () => {
    expect(await fetchFrom(json(page([])))).toEqual([]);
  });

  test('serves the fourteen regions and refuses others without a request', async () => {
    const feed = octopusAgile('http://127.0.0.1:1', product);
    expect(zones.filter((zone) => feed.supports(zone))).toHaveLength(14);
    expect(feed.standIn).toBe(false);
    const failure = fetchFrom(json(page([])), zoneNamed('DE-LU'));
    await expect(failure).rejects.toMatchObject({ name: 'FeedError', kind: 'refused' });
    expect(server?.requests).toEqual([]);
  });
});

describe('an answer of octopus-agile that is not rates', () => {
  test.each([
    ['HTML', ((_, response) => response.end('<html></html>')) satisfies RequestListener, 'not JSON'],
    ['another document', json({ detail: 'no' }), 'something wrong'],
    ['rates as text', json(page([{ ...first, value_exc_vat: '1' }])), '/results/0/value_exc_vat'],
    [
      'a time without a zone',
      json(page([{ ...first, valid_from: '2026-01-15T00:00:00' }])),
      'not an instant',
    ],
    ['a rate without end', json(page([{ ...first, valid_to: null }])), 'has no end'],
    ['a rate that ends before it starts', json(page([{ ...first, valid_to: first.valid_from }])), '0 min'],
    ['a rate of 20 minutes', json(page([{ ...first, valid_to: '2026-01-15T23:50:00Z' }])), '20 min'],
    ['a start off the half hour', json(page([offGrid()])), 'grid'],
    ['another day', json(page(ratesOf({ ...day, day: '2026-01-13' }))), '2026-01-13 came'],
    ['an empty page before the last', json(page([], 'http://host/?page=2')), 'page 1 is empty'],
    ['pages without end', json(page([first], 'http://host/?page=2')), 'more than 130 pages'],
  ])('%s is nonsense', async (_, listener, words) => {
    const failure = await fetchFrom(listener).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FeedError);
    expect(failure).toMatchObject({ feed: 'octopus-agile', kind: 'nonsense' });
    expect((failure as FeedError).message).toContain(words);
    expect((failure as FeedError).message).toContain('GB-C');
  });

  test('a product that is not there is a refusal, not a day that is not published', async () => {
    const failure = fetchFrom(json({ detail: 'No Product matches the given query.' }, 404));
    await expect(failure).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('AGILE_PRODUCT'),
    });
  });

  test('too many requests keep their kind', async () => {
    await expect(fetchFrom(json({}, 429))).rejects.toMatchObject({ kind: 'rate-limited' });
  });
});

function offGrid(): Rate {
  return { ...first, valid_from: '2026-01-15T10:10:00Z', valid_to: '2026-01-15T10:40:00Z' };
}
