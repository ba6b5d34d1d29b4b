import type { ForecastSlot, PriceSlot, SlotKind } from '@eo/app/contract/http.ts';
import { dayOf } from '../time.ts';
import type { Layers } from './layers.ts';

/** A priced stretch of time as the page shows it. */
export interface ShownSlot {
  /** Unix milliseconds. */
  startMs: number;
  endMs: number;
  /** Currency per MWh. */
  price: number;
  kind: SlotKind;
  /** Ends of the 80 % band of a forecast; null when published. */
  p10: number | null;
  p90: number | null;
  /** What the price is made of, where it is the one that a household pays; null for a price of the market. */
  layers: Layers | null;
}

const quarterMs = 900_000;

/**
 * One row of slots in order: what is published, and the forecast where nothing is. An answer to "what is forecast"
 * also holds published slots; they count too, since it may be the newer of the two.
 */
export function mergeSlots(
  published: readonly PriceSlot[],
  forecast: readonly ForecastSlot[] = [],
): ShownSlot[] {
  const byStart = new Map<number, ShownSlot>();
  for (const { start, minutes, price } of [...published, ...forecast.filter(isPublished)]) {
    const startMs = Date.parse(start);
    byStart.set(startMs, {
      startMs,
      endMs: startMs + minutes * 60_000,
      price,
      kind: 'published',
      p10: null,
      p90: null,
      layers: null,
    });
  }
  const taken = new Set([...byStart.values()].flatMap(quartersOf));
  for (const { start, minutes, price, p10, p90 } of forecast.filter((slot) => !isPublished(slot))) {
    const startMs = Date.parse(start);
    const endMs = startMs + minutes * 60_000;
    const slot = { startMs, endMs, price, kind: 'forecast' as const, p10, p90, layers: null };
    if (!quartersOf(slot).some((quarter) => taken.has(quarter))) byStart.set(startMs, slot);
  }
  return [...byStart.values()].sort((a, b) => a.startMs - b.startMs);
}

const isPublished = ({ kind }: ForecastSlot): boolean => kind === 'published';

function quartersOf({ startMs, endMs }: Pick<ShownSlot, 'startMs' | 'endMs'>): number[] {
  const first = Math.floor(startMs / quarterMs);
  const last = Math.ceil(endMs / quarterMs);
  return Array.from({ length: last - first }, (_, index) => first + index);
}

/** The position of the slot that holds at an instant, -1 when there is none. */
export function indexAt(slots: readonly ShownSlot[], instantMs: number): number {
  return slots.findIndex(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs);
}

/** The mean over time, null of nothing. */
export function meanPrice(slots: readonly ShownSlot[]): number | null {
  const totalMs = slots.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  if (totalMs === 0) return null;
  return slots.reduce((sum, { startMs, endMs, price }) => sum + price * (endMs - startMs), 0) / totalMs;
}

/** The cheapest and the dearest slot, the earlier one on a tie; null of nothing. */
export function extremes(slots: readonly ShownSlot[]): { lowest: ShownSlot; highest: ShownSlot } | null {
  const [first] = slots;
  if (!first) return null;
  let lowest = first;
  let highest = first;
  for (const slot of slots) {
    if (slot.price < lowest.price) lowest = slot;
    if (slot.price > highest.price) highest = slot;
  }
  return { lowest, highest };
}

/** Where the published prices end: before it nothing is missing at the end. Null when none is published. */
export function publishedUntil(slots: readonly ShownSlot[]): number | null {
  return slots.findLast(({ kind }) => kind === 'published')?.endMs ?? null;
}

/** The slots of each day of the zone's own calendar, in order. */
export function slotsByDay(slots: readonly ShownSlot[], timeZone: string): Map<string, ShownSlot[]> {
  const days = new Map<string, ShownSlot[]>();
  for (const slot of slots) {
    const day = dayOf(slot.startMs, timeZone);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return days;
}
