import type { CheapestWindowResponse, PricesResponse } from '@eo/app/contract/http.ts';
import { makePriceClass, type PriceClass } from './price-classes.ts';
import { extremes, meanPrice, type ShownSlot } from './slots.ts';

/** Everything the chart and the table draw, but the time, which moves by itself. */
export interface ChartModel {
  slots: readonly ShownSlot[];
  classOf: (price: number) => PriceClass;
  /** Ends of the time axis, Unix milliseconds. */
  fromMs: number;
  toMs: number;
  timeZone: string;
  currency: string;
  /** Today in the zone's own time. */
  today: string;
  /** The cheapest window. */
  window: { startMs: number; endMs: number } | null;
  lowest: ShownSlot;
  highest: ShownSlot;
  /** Mean over time of what is shown, currency per MWh. */
  mean: number;
}

interface ChartFacts {
  answer: Pick<PricesResponse, 'timeZone' | 'currency'> & Partial<Pick<PricesResponse, 'from' | 'to'>>;
  slots: readonly ShownSlot[];
  today: string;
  window: CheapestWindowResponse | null;
  /** Room kept for a forecast that is on its way, so that the chart does not jump when it comes; else null. */
  roomUntilMs: number | null;
}

const msOf = (instant: string | undefined): number | null => (instant ? Date.parse(instant) : null);

/** The chart of the slots; null of none. */
export function chartModelOf(facts: ChartFacts): ChartModel | null {
  const { answer, slots, today, window, roomUntilMs } = facts;
  const ends = extremes(slots);
  const [first, last] = [slots[0], slots.at(-1)];
  if (!ends || !first || !last) return null;
  return {
    slots,
    classOf: makePriceClass(slots),
    fromMs: Math.min(msOf(answer.from) ?? first.startMs, first.startMs),
    toMs: Math.max(msOf(answer.to) ?? 0, last.endMs, roomUntilMs ?? 0),
    timeZone: answer.timeZone,
    currency: answer.currency,
    today,
    window: window && { startMs: Date.parse(window.start), endMs: Date.parse(window.end) },
    ...ends,
    mean: meanPrice(slots) ?? 0,
  };
}

/** Whether it shows what a household pays, in its parts, rather than prices of the market. */
export const hasLayers = ({ slots }: ChartModel): boolean => slots[0]?.layers != null;

/** Whether a slot is over while others are still to come: it is shown, but steps back. */
export function isMuted({ toMs }: ChartModel, { endMs }: ShownSlot, nowMs: number): boolean {
  return nowMs < toMs && endMs <= nowMs;
}
