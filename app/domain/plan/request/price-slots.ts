import type { SlotKind } from '../../../contract/http.ts';
import type { PriceOf } from '../../tariff/consumer-price.ts';
import type { PlanSlot, Prices } from '../problem.ts';
import { type Grid, quarterMinutes, slotStartMs } from './grid.ts';

/** A spot price of the curve to plan on, the zone's currency per MWh. */
export interface SpotSlot {
  /** Unix milliseconds. */
  startMs: number;
  minutes: number;
  kind: SlotKind;
  price: number;
  /** 80 % band of a forecast; null when published. */
  p10: number | null;
  p90: number | null;
}

const quarterMs = quarterMinutes * 60_000;

/**
 * What a kWh costs and earns in each slot of a plan: the mean over its quarters, whatever the market trades in. Ends
 * where the curve ends or has a gap.
 *
 * @param curve in order of time
 */
export function planSlotsOf(grid: Grid, curve: readonly SpotSlot[], priceOf: PriceOf): PlanSlot[] {
  const quarters = new Map(curve.flatMap((slot) => quarterEntries(slot)));
  const slots: PlanSlot[] = [];
  for (let index = 0; index < grid.count; index++) {
    const startMs = slotStartMs(grid, index);
    const parts: Part[] = [];
    for (let ms = startMs; ms < startMs + grid.stepMinutes * 60_000; ms += quarterMs) {
      const spot = quarters.get(ms);
      if (!spot) return slots;
      parts.push(partOf(spot, ms, priceOf));
    }
    slots.push(meanOf(startMs, parts));
  }
  return slots;
}

type Part = Omit<PlanSlot, 'startMs'>;

function quarterEntries(slot: SpotSlot): [number, SpotSlot][] {
  const count = slot.minutes / quarterMinutes;
  return Array.from({ length: count }, (_, index) => [slot.startMs + index * quarterMs, slot]);
}

function partOf({ kind, price, p10, p90 }: SpotSlot, ms: number, priceOf: PriceOf): Part {
  const at = (spot: number): Prices => {
    const { total, feedIn } = priceOf(ms, spot);
    return { buy: total, sell: feedIn };
  };
  return { kind, ...at(price), low: at(p10 ?? price), high: at(p90 ?? price) };
}

function meanOf(startMs: number, parts: readonly Part[]): PlanSlot {
  const mean = (pick: (part: Part) => number): number =>
    parts.reduce((sum, part) => sum + pick(part), 0) / parts.length;
  return {
    startMs,
    kind: parts.some(({ kind }) => kind === 'forecast') ? 'forecast' : 'published',
    buy: mean(({ buy }) => buy),
    sell: mean(({ sell }) => sell),
    low: { buy: mean(({ low }) => low.buy), sell: mean(({ low }) => low.sell) },
    high: { buy: mean(({ high }) => high.buy), sell: mean(({ high }) => high.sell) },
  };
}
