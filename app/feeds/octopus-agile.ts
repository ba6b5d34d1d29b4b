import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import type { Zone } from '../contract/http.ts';
import { marketDayBounds } from '../domain/market-day.ts';
import { GridError, type PricePoint, priceDaysFromSlots } from '../domain/price-points.ts';
import { type FeedBatch, FeedError, type PriceFeed } from './feed.ts';
import { getJson } from './http.ts';

/**
 * Half-hourly unit rates of Octopus Agile in Great Britain. No key.
 * `GET /v1/products/<product>/electricity-tariffs/E-1R-<product>-<region>/standard-unit-rates/` answers newest first,
 * in pages, in pence per kWh with and without VAT, with instants in UTC.
 *
 * A household's rate, not a wholesale price: it holds the grid charges of its region. Rates reach to 23:00 of the next
 * day when they are published about 16:00 UK time, so the last hour of a day stays `null` until the day after.
 */

const feed = 'octopus-agile';
const slotMinutes = 30;
/** The most that one page can hold: 31 days. */
const pageSize = 1500;
/** More than ten years; an answer that never ends is not an answer. */
const maxPages = 130;

const Rate = Type.Object({
  value_exc_vat: Type.Number(),
  valid_from: Type.String(),
  valid_to: Type.Union([Type.String(), Type.Null()]),
  payment_method: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
type Rate = Static<typeof Rate>;
const RatesPage = Type.Object({
  next: Type.Union([Type.String(), Type.Null()]),
  results: Type.Array(Rate),
});
type RatesPage = Static<typeof RatesPage>;

/**
 * @param baseUrl without the path, e.g. `https://api.octopus.energy`
 * @param product the Agile product whose rates are wanted, e.g. `AGILE-24-10-01`
 */
export function octopusAgile(baseUrl: string, product: string): PriceFeed {
  return {
    name: feed,
    standIn: false,
    supports: (zone) => regionOf(zone) !== null,
    coverage: async () => null,
    async fetchDays(zone, firstDay, lastDay, signal) {
      const url = ratesUrl(baseUrl, product, zone, firstDay, lastDay);
      const rates = await allRates(url, product, zone, signal);
      return batchesOf(rates, product, zone, firstDay, lastDay);
    },
  };
}

/** Letter of the distribution region; null for zones outside Great Britain. */
function regionOf(zone: Zone): string | null {
  return /^GB-([A-P])$/.exec(zone.id)?.[1] ?? null;
}

function ratesUrl(baseUrl: string, product: string, zone: Zone, firstDay: string, lastDay: string): URL {
  const region = regionOf(zone);
  if (!region) throw new FeedError(feed, 'refused', `${feed} has no prices of ${zone.id}.`);
  const tariff = `E-1R-${product}-${region}`;
  const path = ['v1', 'products', product, 'electricity-tariffs', tariff, 'standard-unit-rates'];
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}/`);
  // Instants with `Z`: without a time zone the API takes them for London time.
  const { startMs } = marketDayBounds(firstDay, zone.marketTimeZone);
  const { endMs } = marketDayBounds(lastDay, zone.marketTimeZone);
  url.searchParams.set('period_from', new Date(startMs).toISOString());
  url.searchParams.set('period_to', new Date(endMs).toISOString());
  url.searchParams.set('page_size', String(pageSize));
  return url;
}

/** Every page in turn. Its number is counted here: an address that the answer gives is not followed. */
async function allRates(url: URL, product: string, zone: Zone, signal: AbortSignal): Promise<Rate[]> {
  const rates: Rate[] = [];
  for (let page = 1; page <= maxPages; page++) {
    if (page > 1) url.searchParams.set('page', String(page));
    const { next, results } = checked(await getPage(url, product, zone, signal), zone);
    rates.push(...results);
    if (next === null) return rates;
    if (results.length === 0) throw nonsense(zone, `page ${page} is empty and not the last`);
  }
  throw nonsense(zone, `there are more than ${maxPages} pages`);
}

async function getPage(url: URL, product: string, zone: Zone, signal: AbortSignal): Promise<unknown> {
  try {
    return await getJson(url, { feed, zone, signal });
  } catch (error) {
    // Days without rates are an empty list; 404 means that there is no such product, which no waiting mends.
    if (!(error instanceof FeedError) || error.kind !== 'no-data') throw error;
    throw new FeedError(
      feed,
      'refused',
      `${feed} has no product ${product} for ${zone.id}. Set AGILE_PRODUCT.`,
    );
  }
}

function checked(answer: unknown, zone: Zone): RatesPage {
  if (Value.Check(RatesPage, answer)) return answer;
  const [error] = Value.Errors(RatesPage, answer);
  throw nonsense(zone, `${error?.instancePath || 'the document'} ${error?.message ?? 'is wrong'}`);
}

function batchesOf(
  rates: readonly Rate[],
  product: string,
  zone: Zone,
  firstDay: string,
  lastDay: string,
): FeedBatch[] {
  const points = rates.filter(isForDirectDebit).flatMap((rate) => pointsOf(rate, zone));
  const days = daysOf(points, zone);
  const asked = days.filter(({ day }) => day >= firstDay && day <= lastDay);
  if (days.length > 0 && asked.length === 0) {
    throw nonsense(zone, `${firstDay} to ${lastDay} was asked for and ${days[0]?.day} came`);
  }
  if (asked.length === 0) return [];
  return [{ feed, label: `Octopus Energy, ${product}, without VAT`, simulated: false, days: asked }];
}

/** Where a rate depends on how the bill is paid, the usual way counts. */
const isForDirectDebit = ({ payment_method: method }: Rate): boolean => method !== 'NON_DIRECT_DEBIT';

/** A rate that holds for longer than a slot is one price for each of them. */
function pointsOf({ value_exc_vat: pence, valid_from, valid_to }: Rate, zone: Zone): PricePoint[] {
  const startMs = instantOf(valid_from, zone);
  if (valid_to === null) throw nonsense(zone, `the rate of ${valid_from.slice(0, 30)} has no end`);
  const minutes = (instantOf(valid_to, zone) - startMs) / 60_000;
  const count = minutes / slotMinutes;
  if (!Number.isInteger(count) || count < 1 || count > 50) {
    throw nonsense(zone, `the rate of ${valid_from.slice(0, 30)} holds for ${minutes} min`);
  }
  return Array.from({ length: count }, (_, index) => ({
    startMs: startMs + index * slotMinutes * 60_000,
    minutes: slotMinutes,
    price: poundsPerMwh(pence),
  }));
}

/** A penny per kWh is ten pounds per MWh; rounded, so that no digit is made up by the multiplication. */
const poundsPerMwh = (pencePerKwh: number): number => Math.round(pencePerKwh * 1e7) / 1e6;

/** Only instants that name their time zone: any other would be read in that of this machine. */
function instantOf(text: string, zone: Zone): number {
  const instant = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(instant)) return instant;
  throw nonsense(zone, `${JSON.stringify(text.slice(0, 40))} is not an instant`);
}

function daysOf(points: readonly PricePoint[], zone: Zone): ReturnType<typeof priceDaysFromSlots> {
  try {
    return priceDaysFromSlots(zone, points);
  } catch (error) {
    if (error instanceof GridError) throw nonsense(zone, error.message.replace(/\.$/, ''));
    throw error;
  }
}

function nonsense(zone: Zone, reason: string): FeedError {
  return new FeedError(feed, 'nonsense', `${feed} answered for ${zone.id} with something wrong: ${reason}.`);
}
