import type { Zone } from '../contract/http.ts';
import { addDays, daysBetween, marketDayOf } from '../domain/market-day.ts';
import { isComplete } from '../domain/price-day.ts';
import { cheapestWindowAnswer } from './answers/cheapest-window.ts';
import { currentPriceAnswer } from './answers/current-price.ts';
import { forecastAnswer } from './answers/forecast.ts';
import { pricesAnswer } from './answers/prices.ts';
import type { Context } from './context.ts';
import type { KnownPrices } from './price-store.ts';
import { ProblemError } from './problem.ts';
import { type Range, rangeOf, startOfToday } from './range.ts';

/** An answer about a zone, and whether it was made with the database. */
export interface ZoneAnswer {
  body: { zone: string };
  isLive: boolean;
}

export async function prices(
  context: Context,
  zone: Zone,
  from: string | undefined,
  to: string | undefined,
): Promise<ZoneAnswer> {
  const range = rangeOf(zone, from, to, startOfToday(zone, context.now()));
  const known = await read(context, zone, range);
  return { body: pricesAnswer(zone, range, known), isLive: known.isLive };
}

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

export async function forecast(context: Context, zone: Zone, hours: number): Promise<ZoneAnswer> {
  const fromMs = context.now();
  const range = { fromMs, toMs: fromMs + hours * 3_600_000 };
  const known = await read(context, zone, range);
  const unpublished = daysOf(zone, range).find((day) => !isKnownWhole(zone, day, known));
  const estimate =
    unpublished === undefined ? null : await context.forecaster.estimate(zone, unpublished, known.version);
  if (unpublished !== undefined && estimate === null)
    throw new ProblemError('no-prices', `${zone.id} has no stored prices to learn a forecast from.`);
  return { body: forecastAnswer(zone, range, known, estimate), isLive: known.isLive };
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

function isKnownWhole(zone: Zone, day: string, { days }: KnownPrices): boolean {
  const known = days.find((candidate) => candidate.day === day);
  return known !== undefined && isComplete(zone, known);
}
