import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Zone } from '../contract/http.ts';
import { type PriceDay, slotsOfDay } from '../domain/price-day.ts';
import type { FeedBatch, PriceFeed } from './feed.ts';

/** Shared by the tests of this folder. */

export interface Loopback {
  url: string;
  /** Paths with query of the requests that came in. */
  requests: string[];
  close(): Promise<void>;
}

/** A server on an ephemeral port that answers as the listener says. */
export async function startLoopback(listener: RequestListener): Promise<Loopback> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What energy-charts would answer for these days. */
export function energyChartsAnswer(zone: Zone, days: readonly PriceDay[]): Record<string, unknown> {
  const slots = days.flatMap((day) => slotsOfDay(zone, day));
  return {
    license_info: 'CC BY 4.0 (creativecommons.org/licenses/by/4.0) from Bundesnetzagentur | SMARD.de',
    unix_seconds: slots.map((slot) => slot.startMs / 1000),
    price: slots.map((slot) => slot.price),
    unit: 'EUR / MWh',
    deprecated: false,
  };
}

/** A feed that does what the function says. */
export function fakeFeed(
  name: string,
  fetchDays: PriceFeed['fetchDays'],
  options: Partial<PriceFeed> = {},
): PriceFeed {
  return { name, standIn: false, supports: () => true, coverage: async () => null, fetchDays, ...options };
}

export function batchOf(feed: string, ...days: PriceDay[]): FeedBatch {
  return { feed, label: `${feed} prices`, simulated: false, days };
}

/**
 * What open-meteo would answer to a request: for each place the hours of the range, whose values are the hour of UTC and
 * 10 more for each place.
 */
export function openMeteoAnswer(url: URL) {
  const { searchParams } = url;
  const [first = '', last = ''] = ['start_date', 'end_date'].map((name) => searchParams.get(name) ?? '');
  const startMs = Date.parse(first);
  const count = (Date.parse(last) - startMs) / 3_600_000 + 24;
  const time = Array.from({ length: count }, (_, index) => startMs / 1000 + index * 3600);
  const places = (searchParams.get('latitude') ?? '').split(',');
  return places.map((_, place) => {
    const values: (number | null)[] = time.map((seconds) => ((seconds / 3600) % 24) + 10 * place);
    return {
      hourly_units: { wind_speed_10m: 'm/s', shortwave_radiation: 'W/m²', temperature_2m: '°C' },
      hourly: { time, wind_speed_10m: values, shortwave_radiation: values, temperature_2m: values },
    };
  });
}
