import type { ForecastResponse, ForecastSlot, Zone } from '../contract/http.ts';
import { readPriceDays } from '../db/prices.ts';
import { forecastPrices } from '../domain/forecast/index.ts';
import { addDays, daysBetween, marketDayBounds, marketDayOf } from '../domain/market-day.ts';
import { isComplete, slotsOfDay } from '../domain/price-day.ts';
import type { Context } from './context.ts';
import { daysOf, freshnessOf } from './prices.ts';
import { ProblemError } from './problem.ts';

/** Days of history a forecast learns from. */
const historyDays = 430;

/** Published prices as far as they are known, forecast ones behind them, from the current slot for so many hours. */
export async function forecast(context: Context, zone: Zone, hours: number): Promise<ForecastResponse> {
  const nowMs = context.now();
  const untilMs = nowMs + hours * 3_600_000;
  const today = marketDayOf(nowMs, zone.marketTimeZone);
  const lastDay = marketDayOf(untilMs, zone.marketTimeZone);
  await daysOf(context, zone, { fromMs: nowMs, toMs: untilMs });
  const stored = await readPriceDays(context.pool, zone.id, addDays(today, -historyDays), lastDay);
  const complete = stored.filter((day) => isComplete(zone, day));
  const firstUnknown = addDays(complete.at(-1)?.day ?? addDays(today, -1), 1);
  const firstForecast = firstUnknown < today ? today : firstUnknown;

  const published = complete
    .filter(({ day }) => day >= today)
    .flatMap((day) => slotsOfDay(zone, day))
    .map(({ startMs, minutes, price }): ForecastSlot => {
      return {
        start: new Date(startMs).toISOString(),
        minutes,
        price,
        kind: 'published',
        p10: null,
        p90: null,
      };
    });
  const estimate = estimateDays(
    context,
    zone,
    complete,
    firstForecast,
    daysBetween(firstForecast, addDays(lastDay, 1)).length,
  );
  const slots = [...published, ...estimate.slots].filter(({ start, minutes }) => {
    const startMs = Date.parse(start);
    return startMs + minutes * 60_000 > nowMs && startMs < untilMs;
  });
  return {
    zone: zone.id,
    currency: zone.currency,
    unit: `${zone.currency}/MWh`,
    timeZone: zone.displayTimeZone,
    model: estimate.model,
    fallback: estimate.fallback,
    simulated: stored.some(({ simulated }) => simulated),
    generatedAt: new Date(nowMs).toISOString(),
    slots,
    freshness: await freshnessOf(context, zone.id),
  };
}

type History = Parameters<typeof forecastPrices>[1];

function estimateDays(
  { metrics }: Context,
  zone: Zone,
  history: History,
  firstDay: string,
  days: number,
): { model: string; fallback: string | null; slots: ForecastSlot[] } {
  if (days === 0) return { model: 'published', fallback: null, slots: [] };
  const stop = metrics.forecastSeconds.startTimer();
  const result = forecastPrices(zone, history, firstDay, days);
  stop();
  if (!result)
    throw new ProblemError('no-prices', `${zone.id} has no stored prices to learn a forecast from.`);
  const slots = result.days.flatMap(({ day, resolutionMinutes, price, p10, p90 }) => {
    const { startMs } = marketDayBounds(day, zone.marketTimeZone);
    return price.map((value, index): ForecastSlot => {
      const start = new Date(startMs + index * resolutionMinutes * 60_000).toISOString();
      const band = { p10: p10[index] ?? null, p90: p90[index] ?? null };
      return { start, minutes: resolutionMinutes, price: value, kind: 'forecast', ...band };
    });
  });
  return { model: result.model, fallback: result.fallback, slots };
}
