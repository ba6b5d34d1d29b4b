import type { AccuracyHistoryResponse, AccuracyResponse, ForecastResponse, Zone } from '../contract/http.ts';
import { readAccuracy } from '../db/forecast-learning.ts';
import { addDays, daysBetween, marketDayOf } from '../domain/market-day.ts';
import { cheapestWindowAnswer } from './answers/cheapest-window.ts';
import { currentPriceAnswer } from './answers/current-price.ts';
import { forecastAnswer } from './answers/forecast.ts';
import { priceCalendar } from './answers/price-calendar.ts';
import { pricesAnswer, pricesCsv } from './answers/prices.ts';
import { cents, zoneHead } from './answers/slots.ts';
import { statisticsAnswer } from './answers/statistics.ts';
import type { Context } from './context.ts';
import { firstUnpublished } from './forecaster.ts';
import type { KnownPrices } from './price-store.ts';
import { ProblemError } from './problem.ts';
import { type Range, rangeOf, startOfToday } from './range.ts';

/** No market publishes prices for so many hours, so that there is something to estimate. */
const longestHours = 168;
/** Market days that statistics look back on unless a range is given. */
const statisticsDays = 30;

/** An answer about a zone, and whether it was made with the database. */
export interface ZoneAnswer {
  body: object | string;
  isLive: boolean;
}

/** Makes an answer of the known prices of a range; of today and tomorrow without one. */
async function ofRange(
  context: Context,
  zone: Zone,
  [from, to]: GivenRange,
  make: (zone: Zone, range: Range, known: KnownPrices) => ZoneAnswer['body'],
): Promise<ZoneAnswer> {
  const range = rangeOf(zone, from, to, startOfToday(zone, context.now()));
  const known = await read(context, zone, range);
  return { body: make(zone, range, known), isLive: known.isLive };
}

/** `from` and `to` as they were asked for. */
type GivenRange = [from: string | undefined, to: string | undefined];

export const prices = (context: Context, zone: Zone, ...range: GivenRange): Promise<ZoneAnswer> =>
  ofRange(context, zone, range, pricesAnswer);

/** The same as {@link prices}, a line a price. */
export const pricesAsCsv = (context: Context, zone: Zone, ...range: GivenRange): Promise<ZoneAnswer> =>
  ofRange(context, zone, range, pricesCsv);

/** Without a range: of the thirty market days before today. */
export function statistics(context: Context, zone: Zone, ...[from, to]: GivenRange): Promise<ZoneAnswer> {
  const today = marketDayOf(context.now(), zone.marketTimeZone);
  const isGiven = from !== undefined || to !== undefined;
  const range: GivenRange = isGiven ? [from, to] : [addDays(today, -statisticsDays), today];
  return ofRange(context, zone, range, statisticsAnswer);
}

/** The cheapest window of each market day from today on that is published as a whole, as events of a calendar. */
export const cheapestCalendar = (context: Context, zone: Zone, minutes: number): Promise<ZoneAnswer> =>
  ofRange(context, zone, [undefined, undefined], (_zone, _range, known) =>
    priceCalendar(zone, minutes, known),
  );

export async function currentPrice(context: Context, zone: Zone): Promise<ZoneAnswer> {
  const nowMs = context.now();
  const known = await read(context, zone, rangeOf(zone, undefined, undefined, startOfToday(zone, nowMs)));
  return { body: currentPriceAnswer(zone, nowMs, known), isLive: known.isLive };
}

export async function cheapestWindow(
  context: Context,
  zone: Zone,
  minutes: number,
  from: string | undefined,
  to: string | undefined,
): Promise<ZoneAnswer> {
  const range = rangeOf(zone, from, to, context.now());
  const known = await read(context, zone, range);
  return { body: cheapestWindowAnswer(zone, range, minutes, known), isLive: known.isLive };
}

/** Made from the same estimate as the forecast, so that both tell of the same model. */
export async function accuracy(context: Context, zone: Zone): Promise<ZoneAnswer> {
  const { known, estimate } = await estimated(context, zone, longestHours);
  const body: AccuracyResponse = {
    ...zoneHead(zone),
    model: estimate?.model ?? 'published',
    fallback: estimate?.fallback ?? null,
    simulated: estimate?.simulated ?? false,
    accuracy: estimate?.accuracy ?? null,
    freshness: known.freshness,
  };
  return { body, isLive: known.isLive };
}

/** How good the forecasts were that the nightly learning made and judged, day by day. */
export async function accuracyHistory(
  { pool }: Pick<Context, 'pool'>,
  zone: Zone,
  limit: number,
): Promise<ZoneAnswer> {
  const days = await readAccuracy(pool, zone.id, limit);
  const body: AccuracyHistoryResponse = {
    ...zoneHead(zone),
    days: days.map(({ day, mae, bias, plainMae, members, coverage, adopted, weights }) => ({
      day,
      mae: cents(mae),
      bias: cents(bias),
      plainMae: cents(plainMae),
      members,
      coverage: coverage === null ? null : Math.round(coverage * 1000) / 10,
      adopted,
      weights,
    })),
  };
  return { body, isLive: true };
}

export async function forecast(
  context: Context,
  zone: Zone,
  hours: number,
): Promise<ZoneAnswer & { body: ForecastResponse }> {
  const { range, known, estimate } = await estimated(context, zone, hours);
  return { body: forecastAnswer(zone, range, known, estimate), isLive: known.isLive };
}

/** What is known of the hours from now on, and an estimate of what is not; null when there is nothing to estimate. */
async function estimated(context: Context, zone: Zone, hours: number) {
  const fromMs = context.now();
  const range = { fromMs, toMs: fromMs + hours * 3_600_000 };
  const known = await read(context, zone, range);
  const unpublished = firstUnpublished(zone, daysOf(zone, range), known);
  const estimate =
    unpublished === undefined ? null : await context.forecaster.estimate(zone, unpublished, known.version);
  if (unpublished !== undefined && estimate === null)
    throw new ProblemError('no-prices', `${zone.id} has no stored prices to learn a forecast from.`);
  return { range, known, estimate };
}

/** Reads the days that a range touches; those of a zone that nobody asked for yet are fetched first. */
async function read({ prices: store, history }: Context, zone: Zone, range: Range): Promise<KnownPrices> {
  const days = daysOf(zone, range);
  await history.ensure(zone);
  return store.read(zone, days[0] as string, days.at(-1) as string);
}

/** The market days that a range touches; at least one. */
function daysOf({ marketTimeZone }: Zone, { fromMs, toMs }: Range): string[] {
  return daysBetween(marketDayOf(fromMs, marketTimeZone), addDays(marketDayOf(toMs - 1, marketTimeZone), 1));
}
