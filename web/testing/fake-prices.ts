import type { Zone } from '@eo/app/contract/http.ts';
import { addDays, daysBetween, marketDayBounds, marketDayOf } from '@eo/app/domain/market-day.ts';
import { clockMinutes, type Slot } from '@eo/app/domain/price-day.ts';

/** Made-up prices for the tests of the page: two peaks, a midday below zero, every day a little different. */
export function fakeDay(zone: Zone, day: string): Slot[] {
  const { startMs } = marketDayBounds(day, zone.marketTimeZone);
  const weight = 1 + 0.25 * Math.sin(Date.parse(day) / 86_400_000);
  return clockMinutes(zone, day, zone.resolutionMinutes).map((minutes, index) => ({
    startMs: startMs + index * zone.resolutionMinutes * 60_000,
    minutes: zone.resolutionMinutes,
    price: Math.round(weight * curve(minutes / 60, index) * 100) / 100,
  }));
}

/** The slots of a range of instants, by day as the market publishes them. */
export function fakeSlots(zone: Zone, fromMs: number, toMs: number): Slot[] {
  if (toMs <= fromMs) return [];
  const first = marketDayOf(fromMs, zone.marketTimeZone);
  const last = marketDayOf(toMs - 1, zone.marketTimeZone);
  return daysBetween(first, addDays(last, 1))
    .flatMap((day) => fakeDay(zone, day))
    .filter(({ startMs, minutes }) => startMs + minutes * 60_000 > fromMs && startMs < toMs);
}

function curve(hour: number, index: number): number {
  const bump = (at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2));
  const ripple = 4 * Math.sin(index * 2.4);
  return 62 + 55 * bump(8, 2) + 95 * bump(18.5, 2.2) - 85 * bump(13.2, 2.4) - 22 * bump(3, 2.5) + ripple;
}
