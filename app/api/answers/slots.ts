import type { PriceSlot, Zone } from '../../contract/http.ts';
import type { PriceDay, Slot } from '../../domain/price-day.ts';
import { slotsOfDay } from '../../domain/price-day.ts';
import type { Range } from '../range.ts';

/** What the answers have in common. */

const minuteMs = 60_000;

/** An instant as the contract writes it. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Prices are published to a cent per MWh. */
export const cents = (price: number): number => Math.round(price * 100) / 100;

export const endOf = ({ startMs, minutes }: Slot): number => startMs + minutes * minuteMs;

export const toSlot = ({ startMs, minutes, price }: Slot): PriceSlot => ({
  start: iso(startMs),
  minutes,
  price,
});

/** The fields that every answer about a zone begins with. */
export function zoneHead(zone: Zone) {
  const { id, currency, displayTimeZone } = zone;
  return { zone: id, currency, unit: `${currency}/MWh`, timeZone: displayTimeZone };
}

/** The slots of days that overlap a range, whole. */
export function slotsWithin(zone: Zone, days: readonly PriceDay[], { fromMs, toMs }: Range): Slot[] {
  const slots = days.flatMap((day) => slotsOfDay(zone, day));
  return slots.filter((slot) => endOf(slot) > fromMs && slot.startMs < toMs);
}

/** The same slots cut to a range, to full minutes inside it. */
export function cutTo({ fromMs, toMs }: Range, slots: readonly Slot[]): Slot[] {
  const first = Math.ceil(fromMs / minuteMs) * minuteMs;
  const end = Math.floor(toMs / minuteMs) * minuteMs;
  return slots.flatMap((slot) => {
    const startMs = Math.max(slot.startMs, first);
    const minutes = (Math.min(endOf(slot), end) - startMs) / minuteMs;
    return minutes > 0 ? [{ startMs, minutes, price: slot.price }] : [];
  });
}
