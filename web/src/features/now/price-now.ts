import type { CurrentPriceResponse, PriceLevel, SlotKind } from '@eo/app/contract/http.ts';
import { makePriceClass } from '../../chart/price-classes.ts';
import { indexAt, type ShownSlot } from '../../chart/slots.ts';

const dayMs = 86_400_000;

/** The price that holds now. */
export interface PriceNow {
  /** Currency per MWh. */
  price: number;
  /** Unix milliseconds until which it holds. */
  endMs: number;
  /** The word for it; null while only its number is known. */
  level: PriceLevel | null;
  kind: SlotKind;
  /** The price after it, null at the end of what is known. */
  nextPrice: number | null;
}

/**
 * The price now. When the answer of the API is of the slot before, the row of slots has the new one already; a
 * forecast stands in where nothing is published.
 */
export function priceNowOf(
  answer: CurrentPriceResponse | null,
  slots: readonly ShownSlot[],
  nowMs: number,
): PriceNow | null {
  const startMs = answer ? Date.parse(answer.current.start) : 0;
  const endMs = answer ? startMs + answer.current.minutes * 60_000 : 0;
  if (answer && startMs <= nowMs && nowMs < endMs) {
    const { current, next, level } = answer;
    return { price: current.price, endMs, level, kind: 'published', nextPrice: next?.price ?? null };
  }
  const index = indexAt(slots, nowMs);
  const slot = slots[index];
  if (!slot) return null;
  const nextPrice = slots[index + 1]?.price ?? null;
  return { price: slot.price, endMs: slot.endMs, level: null, kind: slot.kind, nextPrice };
}

/** What a household pays now, with the word for it among the slots of the next day. */
export function paidNowOf(slots: readonly ShownSlot[], nowMs: number): PriceNow | null {
  const now = priceNowOf(null, slots, nowMs);
  if (!now) return null;
  const classOf = makePriceClass(slots.filter(({ startMs }) => startMs < nowMs + dayMs));
  const levels = ['cheap', 'normal', 'normal', 'dear'] as const;
  return { ...now, level: levels[classOf(now.price)] };
}
