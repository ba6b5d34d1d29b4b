import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { zoneNamed } from '../domain/testing.ts';
import { placesOf } from '../domain/zone-places.ts';
import { zones } from '../domain/zones.ts';
import { FeedError } from './feed.ts';
import { openMeteo } from './open-meteo.ts';
import { type Loopback, openMeteoAnswer, startLoopback } from './testing.ts';

const sweden = zoneNamed('SE4');
const never = new AbortController().signal;

let server: Loopback | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const json =
  (body: (url: URL) => unknown, status = 200): RequestListener =>
  (request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body(new URL(request.url ?? '', 'http://loopback'))));
  };

async function fetchFrom(listener: RequestListener, first = '2026-01-15', last = first, zone = sweden) {
  server = await startLoopback(listener);
  const feed = openMeteo({ forecast: `${server.url}/`, archive: `${server.url}/old` });
  return feed.ahead(zone, first, last, never);
}

const good = (url: URL) => openMeteoAnswer(url);

describe('open-meteo', () => {
  test('asks for the places of the zone, in our units, from the day before on', async () => {
    await fetchFrom(json(good), '2026-01-15', '2026-01-20');
    const { pathname, searchParams } = new URL(server?.requests[0] ?? '', 'http://loopback');
    expect(pathname).toBe('/v1/forecast');
    expect(Object.fromEntries(searchParams)).toEqual({
      latitude: '55.6,56.7',
      longitude: '13,16.3',
      hourly: 'wind_speed_10m,shortwave_radiation,temperature_2m',
      wind_speed_unit: 'ms',
      timeformat: 'unixtime',
      timezone: 'GMT',
      start_date: '2026-01-14',
      end_date: '2026-01-20',
    });
  });

  test('gives the market days, hours of the local clock, means over the places', async () => {
    const days = await fetchFrom(json(good), '2026-01-15', '2026-01-16');
    expect(days.map(({ day }) => day)).toEqual(['2026-01-15', '2026-01-16']);
    // Midnight in Brussels is 23:00 UTC: the answer counts hours of UTC, and adds 10 for each place.
    expect(days[0]?.wind).toEqual([28, ...Array.from({ length: 23 }, (_, hour) => 5 + hour)]);
    expect(days[0]?.radiation).toHaveLength(24);
    expect(days[0]?.temperature).toHaveLength(24);
  });

  test.each(['2026-03-29', '2026-10-25'])('has 24 hours on %s', async (day) => {
    const [only] = await fetchFrom(json(good), day);
    expect(only?.wind).toHaveLength(24);
    expect(only?.wind.every(Number.isFinite)).toBe(true);
  });

  test('leaves out a day with an hour that no place has, and not one that only one has', async () => {
    const answer = (missingAt: number[]) => (url: URL) =>
      openMeteoAnswer(url).map((place, index) => {
        const { hourly } = place;
        const values = hourly.wind_speed_10m.map((value, at) =>
          at === 30 && missingAt.includes(index) ? null : value,
        );
        return { ...place, hourly: { ...hourly, wind_speed_10m: values } };
      });
    expect(await fetchFrom(json(answer([0])))).toHaveLength(1);
    await server?.close();
    expect(await fetchFrom(json(answer([0, 1])))).toEqual([]);
  });

  test('asks another address for the past', async () => {
    server = await startLoopback(json(good));
    const feed = openMeteo({ forecast: 'http://127.0.0.1:1', archive: `${server.url}/old` });
    expect(await feed.archived(sweden, '2025-01-01', '2025-12-31', never)).toHaveLength(365);
    expect(server.requests[0]).toMatch(/^\/old\/v1\/forecast\?/);
  });

  test('has places in every zone, each where its clock is', () => {
    for (const zone of zones) {
      const places = placesOf(zone.id);
      expect(places.length, zone.id).toBeGreaterThan(0);
      for (const { latitude, longitude } of places) {
        expect(latitude, zone.id).toBeGreaterThan(35);
        expect(latitude, zone.id).toBeLessThan(71);
        expect(longitude, zone.id).toBeGreaterThan(-11);
        expect(longitude, zone.id).toBeLessThan(31);
      }
    }
    expect(placesOf('XX')).toEqual([]);
  });

  const wrong = (change: (place: ReturnType<typeof openMeteoAnswer>[number]) => object) =>
    json((url) => openMeteoAnswer(url).map(change));
  test.each<[string, RequestListener, string, RegExp]>([
    [
      'a range it does not have',
      json(() => ({ error: true, reason: 'out of range' }), 400),
      'refused',
      /status 400/,
    ],
    ['too many requests', json(() => ({ error: true }), 429), 'rate-limited', /429/],
    ['something else', json(() => ({ hourly: {} })), 'nonsense', /hourly/],
    [
      'another unit',
      wrong((place) => ({ ...place, hourly_units: { ...place.hourly_units, wind_speed_10m: 'km/h' } })),
      'nonsense',
      /wind_speed_10m is in "km\/h", not m\/s/,
    ],
    [
      'too few values',
      wrong((place) => ({ ...place, hourly: { ...place.hourly, temperature_2m: [1] } })),
      'nonsense',
      /48 times came with 1 of temperature_2m/,
    ],
  ])('names what is wrong with %s', async (_, listener, kind, message) => {
    const failure = await fetchFrom(listener).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FeedError);
    expect(failure).toMatchObject({ feed: 'open-meteo', kind, message: expect.stringMatching(message) });
  });
});
