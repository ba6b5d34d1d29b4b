import type { Zone } from '@eo/app/contract/http.ts';
import type { PlanRequest } from '@eo/app/contract/plan.ts';
import { forecastPrices } from '@eo/app/domain/forecast/index.ts';
import { addDays, marketDayBounds } from '@eo/app/domain/market-day.ts';
import type { PlanProblem } from '@eo/app/domain/plan/problem.ts';
import { readPlanRequest, type SpotSlot } from '@eo/app/domain/plan/request/index.ts';
import { type PriceDay, slotsOfDay } from '@eo/app/domain/price-day.ts';
import { chooseTariff } from '@eo/app/domain/tariff/choose.ts';
import type { PriceFeed } from '@eo/app/feeds/feed.ts';

/** Days that a forecast learns from. */
const historyDays = 430;
/** Hours after the start of a day that plans are made at: before the prices of the next day are out. */
const planHour = 11;

/** A day on which is planned, with the prices as they came. */
export interface PlanDay {
  zone: Zone;
  day: string;
  /** Days before it, and the two after it. */
  days: PriceDay[];
}

/** Days spread evenly over the year that ends with `lastDay`. */
export async function planDays(
  feed: PriceFeed,
  zone: Zone,
  lastDay: string,
  count: number,
): Promise<PlanDay[]> {
  const first = addDays(lastDay, -364 - historyDays);
  const batches = await feed.fetchDays(zone, first, addDays(lastDay, 2), AbortSignal.timeout(60_000));
  const all = batches.flatMap(({ days }) => days).sort((a, b) => (a.day < b.day ? -1 : 1));
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(lastDay, -Math.round((364 * index) / Math.max(1, count - 1)));
    const [from, to] = [addDays(day, -historyDays), addDays(day, 2)];
    return { zone, day, days: all.filter((one) => one.day >= from && one.day <= to) };
  });
}

/** What is to be planned on a day, with prices as they came, or as they were known and forecast then. */
export function problemOf(
  plan: PlanDay,
  household: Pick<PlanRequest, 'hours' | 'household' | 'devices'>,
  prices: 'real' | 'forecast',
): PlanProblem {
  const { zone, day } = plan;
  const nowMs = marketDayBounds(day, zone.marketTimeZone).startMs + planHour * 3_600_000;
  const curve = prices === 'real' ? realCurve(plan) : forecastCurve(plan);
  return readPlanRequest(household, chooseTariff(zone), curve, zone.displayTimeZone, nowMs);
}

function realCurve({ zone, day, days }: PlanDay): SpotSlot[] {
  return days.filter((one) => one.day >= day).flatMap((one) => toSlots(zone, one, 'published'));
}

/** The prices of the day itself, and what is forecast of the two after it. Nothing after the day is looked at. */
function forecastCurve({ zone, day, days }: PlanDay): SpotSlot[] {
  const known = days.filter((one) => one.day <= day);
  const forecast = forecastPrices(zone, known, addDays(day, 1), 2);
  if (!forecast) throw new Error(`${zone.id} has no prices before ${day}.`);
  const ahead = forecast.days.map(({ price, ...one }): PriceDay => {
    return { ...one, zone: zone.id, currency: zone.currency, prices: price };
  });
  const today = known.filter((one) => one.day === day);
  return [
    ...today.flatMap((one) => toSlots(zone, one, 'published')),
    ...ahead.flatMap((one) => toSlots(zone, one, 'forecast')),
  ];
}

function toSlots(zone: Zone, day: PriceDay, kind: SpotSlot['kind']): SpotSlot[] {
  return slotsOfDay(zone, day).map((slot) => ({ ...slot, kind, p10: null, p90: null }));
}
