import type { SlotKind } from '../../contract/http.ts';
import type { PlanProblem, PlanSlot } from './problem.ts';

/** A stretch of slots in which a device is on. */
export interface Run {
  /** First slot, and the slot after the last. */
  from: number;
  to: number;
  /** Unix milliseconds; a last slot used in part ends earlier. */
  startMs: number;
  endMs: number;
  kwh: number;
  /** Mean price of a kWh from the grid, minor units, by energy. */
  meanPrice: number;
  /** `forecast` when one of its slots is. */
  kind: SlotKind;
}

/**
 * The stretches in which a device draws, or gives, power.
 *
 * @param kw mean power by slot
 * @param fullKw power of a device that is either on or off, whose last slot then ends early when it is used in part
 */
export function runsOf(problem: PlanProblem, kw: Float64Array, fullKw: number | null): Run[] {
  const runs: Run[] = [];
  for (let slot = 0; slot < kw.length; slot++) {
    if (!((kw[slot] as number) > 0)) continue;
    const from = slot;
    while (slot + 1 < kw.length && (kw[slot + 1] as number) > 0) slot++;
    runs.push(runBetween(problem, kw, from, slot + 1, fullKw));
  }
  return runs;
}

function runBetween(
  { slots, stepMinutes }: PlanProblem,
  kw: Float64Array,
  from: number,
  to: number,
  fullKw: number | null,
): Run {
  const used = slots.slice(from, to);
  const hours = stepMinutes / 60;
  const kwh = kw.slice(from, to).reduce((sum, value) => sum + value * hours, 0);
  const cost = used.reduce((sum, { buy }, index) => sum + buy * (kw[from + index] as number) * hours, 0);
  const lastPart = fullKw === null ? 1 : Math.min(1, (kw[to - 1] as number) / fullKw);
  const lastMs = (slots[to - 1] as PlanSlot).startMs;
  return {
    from,
    to,
    startMs: (slots[from] as PlanSlot).startMs,
    endMs: lastMs + Math.round(lastPart * stepMinutes) * 60_000,
    kwh,
    meanPrice: cost / kwh,
    kind: used.some(({ kind }) => kind === 'forecast') ? 'forecast' : 'published',
  };
}
