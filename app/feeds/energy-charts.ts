import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import type { Zone } from '../contract/http.ts';
import type { PriceDay } from '../domain/price-day.ts';
import { GridError, priceDaysFromSlots } from '../domain/price-points.ts';
import { type FeedBatch, FeedError, type PriceFeed } from './feed.ts';
import { getJson } from './http.ts';

/**
 * Day-ahead prices from energy-charts.info (Fraunhofer ISE). No key; a few requests a minute are allowed.
 * `GET /price?bzn=&start=&end=` answers with parallel arrays of starts and prices, both days included.
 */

const feed = 'energy-charts';

/**
 * The bidding zones whose prices may be passed on under CC BY 4.0, by our zone id, in their spelling. Others are
 * served for private use only.
 */
const biddingZones: ReadonlyMap<string, string> = new Map([
  ...['AT', 'BE', 'CH', 'CZ', 'DE-LU', 'DK1', 'DK2', 'FR', 'HU', 'NL', 'NO2', 'PL', 'SE4', 'SI'].map(
    (id) => [id, id] as const,
  ),
  ['IT-NORTH', 'IT-North'],
]);

const PriceResponse = Type.Object({
  license_info: Type.String(),
  unix_seconds: Type.Array(Type.Integer()),
  price: Type.Array(Type.Union([Type.Number(), Type.Null()])),
  unit: Type.String(),
});
type PriceResponse = Static<typeof PriceResponse>;

/**
 * @param baseUrl without the path, e.g. `https://api.energy-charts.info`
 */
export function energyCharts(baseUrl: string): PriceFeed {
  return {
    name: feed,
    standIn: false,
    supports: (zone) => biddingZones.has(zone.id),
    coverage: async () => null,
    async fetchDays(zone, firstDay, lastDay, signal) {
      const url = priceUrl(baseUrl, zone, firstDay, lastDay);
      const answer = checked(await getJson(url, { feed, zone, signal }), zone);
      return batchesOf(answer, zone, firstDay, lastDay);
    },
  };
}

function priceUrl(baseUrl: string, zone: Zone, firstDay: string, lastDay: string): URL {
  const bzn = biddingZones.get(zone.id);
  if (!bzn) throw new FeedError(feed, 'refused', `${feed} has no prices of ${zone.id}.`);
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/price`);
  url.search = new URLSearchParams({ bzn, start: firstDay, end: lastDay }).toString();
  return url;
}

function checked(answer: unknown, zone: Zone): PriceResponse {
  if (!Value.Check(PriceResponse, answer)) {
    const [error] = Value.Errors(PriceResponse, answer);
    throw nonsense(zone, `${error?.instancePath || 'the document'} ${error?.message ?? 'is wrong'}`);
  }
  const { unix_seconds: starts, price, unit } = answer;
  if (unit.replaceAll(' ', '') !== 'EUR/MWh') {
    throw nonsense(zone, `the unit is ${JSON.stringify(unit.slice(0, 40))}, EUR/MWh was expected`);
  }
  if (starts.length !== price.length) {
    throw nonsense(zone, `${starts.length} starts came with ${price.length} prices`);
  }
  return answer;
}

function batchesOf(answer: PriceResponse, zone: Zone, firstDay: string, lastDay: string): FeedBatch[] {
  // The days at either end of the answer may hold an hour of a neighbour; only the days asked for are kept.
  const days = daysOf(answer, zone).filter((day) => day.prices.some((price) => price !== null));
  const asked = days.filter(({ day }) => day >= firstDay && day <= lastDay);
  if (days.length > 0 && asked.length === 0) {
    throw nonsense(zone, `${firstDay} to ${lastDay} was asked for and ${days[0]?.day} came`);
  }
  if (asked.length === 0) return [];
  return [{ feed, label: labelOf(answer.license_info), simulated: false, days: asked }];
}

function daysOf(answer: PriceResponse, zone: Zone): PriceDay[] {
  const points = answer.unix_seconds.map((start, index) => ({
    startMs: start * 1000,
    minutes: null,
    price: answer.price[index] ?? null,
  }));
  try {
    return priceDaysFromSlots(zone, points);
  } catch (error) {
    if (error instanceof GridError) throw nonsense(zone, error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** The licence comes from outside and goes to a page: one line of bounded length. */
function labelOf(licence: string): string {
  const line = licence.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line ? `energy-charts.info, ${line}`.slice(0, 300) : 'energy-charts.info';
}

function nonsense(zone: Zone, reason: string): FeedError {
  return new FeedError(feed, 'nonsense', `${feed} answered for ${zone.id} with something wrong: ${reason}.`);
}
