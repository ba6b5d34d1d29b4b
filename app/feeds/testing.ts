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
