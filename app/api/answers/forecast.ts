import type { ForecastResponse, ForecastSlot, Zone } from '../../contract/http.ts';
import type { ForecastDay } from '../../domain/forecast/index.ts';
import { marketDayBounds } from '../../domain/market-day.ts';
import type { Estimate } from '../forecaster.ts';
import type { KnownPrices } from '../price-store.ts';
import type { Range } from '../range.ts';
import { iso, slotsWithin, toSlot, zoneHead } from './slots.ts';

const quarterMs = 900_000;

/**
 * Published prices as far as they are known, forecast ones wherever they are not.
 *
 * @param range from now to the horizon
 * @param estimate null when everything is published
 */
export function forecastAnswer(
  zone: Zone,
  range: Range,
  { days, freshness }: KnownPrices,
  estimate: Estimate | null,
): ForecastResponse {
  const published = slotsWithin(zone, days, range).map((slot): ForecastSlot => {
    return { ...toSlot(slot), kind: 'published', p10: null, p90: null };
  });
  const known = new Set(published.flatMap(quartersOf));
  const estimated = (estimate?.days ?? [])
    .flatMap((day) => slotsOf(zone, day))
    .filter((slot) => overlaps(slot, range) && !quartersOf(slot).some((quarter) => known.has(quarter)));
  const slots = [...published, ...estimated].sort((a, b) => (a.start < b.start ? -1 : 1));
  return {
    ...zoneHead(zone),
    model: estimate?.model ?? 'published',
    fallback: estimate?.fallback ?? null,
    simulated: days.some(({ simulated }) => simulated) || (estimate?.simulated ?? false),
    generatedAt: iso(range.fromMs),
    slots,
    freshness,
  };
}

function slotsOf(zone: Zone, { day, resolutionMinutes, price, p10, p90 }: ForecastDay): ForecastSlot[] {
  const { startMs } = marketDayBounds(day, zone.marketTimeZone);
  return price.map((value, index) => ({
    start: iso(startMs + index * resolutionMinutes * 60_000),
    minutes: resolutionMinutes,
    price: value,
    kind: 'forecast',
    p10: p10[index] ?? null,
    p90: p90[index] ?? null,
  }));
}

function overlaps({ start, minutes }: ForecastSlot, { fromMs, toMs }: Range): boolean {
  const startMs = Date.parse(start);
  return startMs + minutes * 60_000 > fromMs && startMs < toMs;
}

/** The quarter hours since 1970 that a slot covers. */
function quartersOf({ start, minutes }: ForecastSlot): number[] {
  const first = Date.parse(start) / quarterMs;
  return Array.from({ length: minutes / 15 }, (_, index) => first + index);
}
