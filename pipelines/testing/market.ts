import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Zone } from '@eo/app/contract/http.ts';
import { daysBetween, marketDayBounds, marketDayOf } from '@eo/app/domain/market-day.ts';
import { type PriceDay, slotsOfDay } from '@eo/app/domain/price-day.ts';
import { dayWith } from '@eo/app/domain/testing.ts';
import { zones } from '@eo/app/domain/zones.ts';
import { period, publication, series } from '@eo/app/feeds/entsoe-testing.ts';
import { energyChartsAnswer, startLoopback } from '@eo/app/feeds/testing.ts';

/** The three market feeds on a port of this machine, with prices that follow from zone, day and interval. */
export interface Market {
  /** Environment that points the feeds here. */
  env: Record<string, string>;
  /** By feed: requests answered, and the most that were under way at once. */
  seen: Record<FeedName, { requests: number; mostAtOnce: number }>;
  close(): Promise<void>;
}

type FeedName = 'energy-charts' | 'entsoe' | 'octopus-agile';

export interface MarketOptions {
  latencyMs?: number;
  /** The price of an interval; default: a daily course around 50. */
  price?: (index: number, day: string, feed: FeedName) => number;
  /** What goes wrong instead of an answer: another status or body, or its bytes end too soon. */
  fault?: (feed: FeedName) => Fault | null;
  /** Days before and after these are not published. */
  firstDay?: string;
  lastDay?: string;
}

const usual = (index: number): number => Math.round(50 + 30 * Math.sin(index / 8));

type Fault = { status: number; body?: string } | 'cut' | 'truncated';

export async function startMarket(options: MarketOptions = {}): Promise<Market> {
  const { latencyMs = 0, price = usual, fault = () => null, firstDay = '', lastDay = '9999-12-31' } = options;
  const none = () => ({ requests: 0, mostAtOnce: 0 });
  const seen: Market['seen'] = { 'energy-charts': none(), entsoe: none(), 'octopus-agile': none() };
  const underWay = { 'energy-charts': 0, entsoe: 0, 'octopus-agile': 0 };
  const server = await startLoopback(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://host');
    const feed = feedOf(url);
    seen[feed].requests += 1;
    underWay[feed] += 1;
    seen[feed].mostAtOnce = Math.max(seen[feed].mostAtOnce, underWay[feed]);
    await sleep(latencyMs);
    underWay[feed] -= 1;
    const broken = fault(feed);
    if (typeof broken === 'object' && broken) return response.writeHead(broken.status).end(broken.body);
    const { zone, from, to } = askedOf(feed, url);
    const days = daysBetween(from, to)
      .filter((day) => day >= firstDay && day <= lastDay)
      .map((day) => dayWith(zone, day, (index) => price(index, day, feed)));
    const answer = answers[feed](zone, days);
    if (broken === 'cut') return cutOff(response, answer);
    response.end(broken === 'truncated' ? answer.slice(0, answer.length / 2) : answer);
  });
  return {
    env: {
      ENERGY_CHARTS_URL: server.url,
      ENTSOE_URL: `${server.url}/api`,
      ENTSOE_TOKEN: 'a token of the tests',
      OCTOPUS_URL: server.url,
    },
    seen,
    close: () => server.close(),
  };
}

/** Half of an answer whose whole was promised; then the connection is gone. */
function cutOff(response: ServerResponse, answer: string): void {
  response.writeHead(200, { 'content-length': Buffer.byteLength(answer) });
  response.write(answer.slice(0, answer.length / 2), () => response.destroy());
}

function feedOf({ pathname }: URL): FeedName {
  if (pathname === '/price') return 'energy-charts';
  return pathname === '/api' ? 'entsoe' : 'octopus-agile';
}

/** The zone and the days from `from` up to and without `to`. */
function askedOf(feed: FeedName, { pathname, searchParams }: URL): { zone: Zone; from: string; to: string } {
  const get = (name: string): string => searchParams.get(name) ?? '';
  if (feed === 'energy-charts') {
    const zone = zoneWhere(({ id }) => id.toLowerCase() === get('bzn').toLowerCase());
    const { endMs } = marketDayBounds(get('end'), zone.marketTimeZone);
    return { zone, from: get('start'), to: marketDayOf(endMs, zone.marketTimeZone) };
  }
  const zone =
    feed === 'entsoe'
      ? zoneWhere(({ eic }) => eic === get('in_Domain'))
      : zoneWhere(({ id }) => pathname.includes(`-${id.slice(3)}/`) && id.startsWith('GB-'));
  const instant = (text: string): string =>
    text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5Z');
  const [from, to] = feed === 'entsoe' ? ['periodStart', 'periodEnd'] : ['period_from', 'period_to'];
  const dayAt = (name = ''): string => marketDayOf(Date.parse(instant(get(name))), zone.marketTimeZone);
  return { zone, from: dayAt(from), to: dayAt(to) };
}

function zoneWhere(is: (zone: Zone) => boolean): Zone {
  const zone = zones.find(is);
  if (!zone) throw new Error('The feed was asked for a zone that it does not have.');
  return zone;
}

const answers: Record<FeedName, (zone: Zone, days: readonly PriceDay[]) => string> = {
  'energy-charts': (zone, days) => JSON.stringify(energyChartsAnswer(zone, days)),
  entsoe: (zone, days) => publication(...days.map((day) => series({ periods: [periodOf(zone, day)] }))),
  'octopus-agile': (zone, days) =>
    JSON.stringify({ next: null, results: days.flatMap((day) => ratesOf(zone, day)).reverse() }),
};

const instantOf = (ms: number): string => new Date(ms).toISOString();

function periodOf(zone: Zone, { day, prices, resolutionMinutes }: PriceDay): string {
  const { startMs, endMs } = marketDayBounds(day, zone.marketTimeZone);
  return period({
    start: instantOf(startMs).replace(':00.000Z', 'Z'),
    end: instantOf(endMs).replace(':00.000Z', 'Z'),
    resolution: `PT${resolutionMinutes}M`,
    prices: Object.fromEntries(prices.map((price, index) => [index + 1, price ?? 0])),
  });
}

const ratesOf = (zone: Zone, day: PriceDay) =>
  slotsOfDay(zone, day).map(({ startMs, minutes, price }) => ({
    value_exc_vat: price / 10,
    value_inc_vat: (price / 10) * 1.05,
    valid_from: instantOf(startMs),
    valid_to: instantOf(startMs + minutes * 60_000),
    payment_method: null,
  }));
