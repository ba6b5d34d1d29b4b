import type {
  CheapestWindowResponse,
  CurrentPriceResponse,
  Freshness,
  PricesResponse,
  Zone,
} from '../contract/http.ts';
import { readFeedChecks } from '../db/feed-checks.ts';
import { readPriceDays, type StoredPriceDay } from '../db/prices.ts';
import { watchZone } from '../db/watched-zones.ts';
import { cheapestWindow } from '../domain/cheapest-window.ts';
import { addDays, marketDayBounds, marketDayOf } from '../domain/market-day.ts';
import { type Slot, slotsOfDay } from '../domain/price-day.ts';
import { priceLevel } from '../domain/price-level.ts';
import { lastPublishedDay } from '../ingest/market-clock.ts';
import { syncZone } from '../ingest/sync-zone.ts';
import type { Context } from './context.ts';
import { ProblemError } from './problem.ts';
import type { Range } from './range.ts';

const staleAfterMs = 30 * 60_000;
const firstFetchMs = 5_000;
/** History a zone gets when somebody asks for it first: enough for charts and for a forecast. */
const firstHistoryDays = 60;

/** Days of a zone that a range of instants touches. A zone nobody asked for yet is fetched first. */
export async function daysOf(
  context: Context,
  zone: Zone,
  { fromMs, toMs }: Range,
): Promise<StoredPriceDay[]> {
  const first = marketDayOf(fromMs, zone.marketTimeZone);
  const last = marketDayOf(toMs - 1, zone.marketTimeZone);
  await watchZone(context.pool, zone.id);
  const [check] = await readFeedChecks(context.pool, zone.id);
  if (!check) await fetchFirstTime(context, zone);
  return readPriceDays(context.pool, zone.id, first, last);
}

const fetching = new Map<string, Promise<unknown>>();

async function fetchFirstTime(context: Context, zone: Zone): Promise<void> {
  const running = fetching.get(zone.id) ?? syncHistory(context, zone).finally(() => fetching.delete(zone.id));
  fetching.set(zone.id, running);
  await running;
}

/** Brings the last {@link firstHistoryDays} days of a zone. */
async function syncHistory({ pool, feeds, now }: Context, zone: Zone): Promise<void> {
  const lastDay = lastPublishedDay(zone, now());
  const firstDay = addDays(lastDay, -firstHistoryDays);
  await syncZone({ pool, feeds, zone, firstDay, lastDay, signal: AbortSignal.timeout(firstFetchMs) });
}

export async function freshnessOf({ pool, now }: Context, zone: string): Promise<Freshness> {
  const checkedAtMs = (await readFeedChecks(pool, zone))[0]?.checkedAtMs ?? null;
  const stale = checkedAtMs === null || now() - checkedAtMs > staleAfterMs;
  return { checkedAt: checkedAtMs === null ? null : iso(checkedAtMs), stale };
}

const unitOf = (zone: Zone): string => `${zone.currency}/MWh`;
const iso = (ms: number): string => new Date(ms).toISOString();
const toSlot = ({ startMs, minutes, price }: Slot) => ({ start: iso(startMs), minutes, price });
const endOf = ({ startMs, minutes }: Slot): number => startMs + minutes * 60_000;

function slotsWithin(zone: Zone, days: readonly StoredPriceDay[], { fromMs, toMs }: Range): Slot[] {
  const slots = days.flatMap((day) => slotsOfDay(zone, day));
  return slots.filter((slot) => endOf(slot) > fromMs && slot.startMs < toMs);
}

/** The published prices of a range. */
export async function prices(context: Context, zone: Zone, range: Range): Promise<PricesResponse> {
  const days = await daysOf(context, zone, range);
  const sources = new Map(
    days.map(({ feed, label, simulated }) => [`${feed} ${label}`, { feed, label, simulated }]),
  );
  return {
    zone: zone.id,
    currency: zone.currency,
    unit: unitOf(zone),
    timeZone: zone.displayTimeZone,
    from: iso(range.fromMs),
    to: iso(range.toMs),
    slots: slotsWithin(zone, days, range).map(toSlot),
    sources: [...sources.values()],
    freshness: await freshnessOf(context, zone.id),
  };
}

/** The price now, with the day it belongs to. */
export async function currentPrice(context: Context, zone: Zone): Promise<CurrentPriceResponse> {
  const nowMs = context.now();
  const today = marketDayOf(nowMs, zone.marketTimeZone);
  const { startMs } = marketDayBounds(today, zone.marketTimeZone);
  const { endMs } = marketDayBounds(addDays(today, 1), zone.marketTimeZone);
  const days = await daysOf(context, zone, { fromMs: startMs, toMs: endMs });
  const slots = days.flatMap((day) => slotsOfDay(zone, day));
  const index = slots.findIndex((slot) => slot.startMs <= nowMs && nowMs < endOf(slot));
  const current = slots[index];
  const source = days.find(({ day }) => day === today);
  if (!current || !source) throw new ProblemError('no-prices', `No price of ${zone.id} is known for now.`);
  const ofToday = slotsOfDay(zone, source).map(({ price }) => price);
  const next = slots[index + 1];
  return {
    zone: zone.id,
    currency: zone.currency,
    unit: unitOf(zone),
    timeZone: zone.displayTimeZone,
    current: toSlot(current),
    next: next ? toSlot(next) : null,
    level: priceLevel(current.price, ofToday),
    day: {
      min: Math.min(...ofToday),
      max: Math.max(...ofToday),
      mean: cents(ofToday.reduce((a, b) => a + b, 0) / ofToday.length),
    },
    source: { feed: source.feed, label: source.label, simulated: source.simulated },
    freshness: await freshnessOf(context, zone.id),
  };
}

/** The cheapest contiguous window of a length inside a range of published prices. */
export async function cheapest(
  context: Context,
  zone: Zone,
  range: Range,
  minutes: number,
): Promise<CheapestWindowResponse> {
  const slots = slotsWithin(zone, await daysOf(context, zone, range), range);
  const window = cheapestWindow(slots, minutes);
  if (!window) {
    throw new ProblemError(
      'no-prices',
      `${zone.id} has no ${minutes} minutes of prices in a row from ${iso(range.fromMs)} to ${iso(range.toMs)}.`,
    );
  }
  const first = slots[0]?.startMs ?? range.fromMs;
  const fromStart = cheapestWindow(
    slots.filter((slot) => slot.startMs < first + minutes * 60_000),
    minutes,
  );
  return {
    zone: zone.id,
    currency: zone.currency,
    unit: unitOf(zone),
    timeZone: zone.displayTimeZone,
    start: iso(window.startMs),
    end: iso(window.endMs),
    minutes,
    meanPrice: cents(window.meanPrice),
    meanPriceIfStartedNow: fromStart?.startMs === first ? cents(fromStart.meanPrice) : null,
    kind: 'published',
    freshness: await freshnessOf(context, zone.id),
  };
}

const cents = (price: number): number => Math.round(price * 100) / 100;
