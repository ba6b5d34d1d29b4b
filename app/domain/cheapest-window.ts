import type { Slot } from './price-day.ts';

/** A stretch of time and what it costs on average. */
export interface Window {
  /** Unix milliseconds; the start of a slot. */
  startMs: number;
  /** Unix milliseconds. */
  endMs: number;
  /** Mean over time, in the slots' currency per MWh. */
  meanPrice: number;
}

/**
 * Windows whose means differ by less than this (currency per MWh) count as equal: prices are published to a cent,
 * so a smaller difference is rounding.
 */
const tieTolerance = 1e-6;

/**
 * The cheapest stretch of `minutes` without interruption, the earliest one on a tie. It starts where a slot
 * starts and may end inside a slot. Slots may have mixed lengths; where one does not start at the end of the one
 * before it, there is a gap that no window crosses. One pass over the slots.
 *
 * @param slots in order of their start
 * @returns null when no stretch is long enough
 * @throws RangeError when `minutes` is not positive
 */
export function cheapestWindow(slots: readonly Slot[], minutes: number): Window | null {
  if (!(minutes > 0))
    throw new RangeError(`A window of ${minutes} minutes is not possible; ask for more than 0.`);
  let best: Window | null = null;
  for (const run of contiguousRuns(slots)) {
    const found = cheapestInRun(run, minutes * 60_000);
    if (found && (!best || found.meanPrice < best.meanPrice - tieTolerance)) best = found;
  }
  return best;
}

function contiguousRuns(slots: readonly Slot[]): Slot[][] {
  const runs: Slot[][] = [];
  let end = Number.NaN;
  for (const slot of slots) {
    if (slot.startMs === end) runs.at(-1)?.push(slot);
    else runs.push([slot]);
    end = endOf(slot);
  }
  return runs;
}

/** Slides over one run: `weighted` is the price times milliseconds of the slots from `first` up to and without `next`. */
function cheapestInRun(run: readonly Slot[], lengthMs: number): Window | null {
  let best: Window | null = null;
  let weighted = 0;
  let next = 0;
  for (const first of run) {
    const endMs = first.startMs + lengthMs;
    for (let slot = run[next]; slot && slot.startMs < endMs; slot = run[next]) {
      weighted += slot.price * slot.minutes * 60_000;
      next++;
    }
    const last = run[next - 1];
    if (!last || endOf(last) < endMs) return best;
    const meanPrice = (weighted - last.price * (endOf(last) - endMs)) / lengthMs;
    if (!best || meanPrice < best.meanPrice - tieTolerance)
      best = { startMs: first.startMs, endMs, meanPrice };
    weighted -= first.price * first.minutes * 60_000;
  }
  return best;
}

function endOf(slot: Slot): number {
  return slot.startMs + slot.minutes * 60_000;
}
