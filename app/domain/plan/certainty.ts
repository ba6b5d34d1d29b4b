import type { PlanProblem, Prices } from './problem.ts';
import { costOf, flowsOf, type Schedule } from './schedule.ts';

export interface Span {
  low: number;
  high: number;
}

/** How far a plan may be wrong, as its forecast prices may be. Costs in minor units. */
export interface Certainty {
  level: 'certain' | 'high' | 'low';
  /** Share of the energy through the meter that has published prices, 0 to 1; 1 when nothing passes it. */
  publishedShare: number;
  /** Cost with every forecast price at the lower, and at the upper end of its 80 % band. */
  cost: Span;
  /** Saving against starting now with every forecast price at that end of its band that is worst, and best, for the plan. */
  saving: Span;
}

/**
 * @param saving with the expected prices
 */
export function certaintyOf(
  problem: PlanProblem,
  plan: Schedule,
  startNow: Schedule,
  saving: number,
): Certainty {
  const publishedShare = publishedShareOf(problem, plan);
  const costs = [costAt(problem, plan, 'low'), costAt(problem, plan, 'high')];
  const spread = savingSpread(problem, plan, startNow);
  const savings = { low: saving - spread.worse, high: saving + spread.better };
  const isKnown = spread.worse === 0 && spread.better === 0 && publishedShare === 1;
  return {
    level: isKnown ? 'certain' : savings.low >= 0 ? 'high' : 'low',
    publishedShare,
    cost: { low: Math.min(...costs), high: Math.max(...costs) },
    saving: savings,
  };
}

function costAt(problem: PlanProblem, plan: Schedule, end: 'low' | 'high'): number {
  return costOf(problem, plan, (slot) => problem.slots[slot]?.[end] as Prices);
}

/** What the difference between the two schedules can be worth less, and more, than expected. */
function savingSpread(
  problem: PlanProblem,
  plan: Schedule,
  startNow: Schedule,
): { worse: number; better: number } {
  const hours = problem.stepMinutes / 60;
  const [planned, now] = [flowsOf(problem, plan), flowsOf(problem, startNow)];
  const spread = { worse: 0, better: 0 };
  problem.slots.forEach((slot, index) => {
    const bought = (planned.importKw[index] as number) - (now.importKw[index] as number);
    const sold = (planned.exportKw[index] as number) - (now.exportKw[index] as number);
    const changes = [slot.low, slot.high].map(
      ({ buy, sell }) => (bought * (buy - slot.buy) - sold * (sell - slot.sell)) * hours,
    );
    spread.worse += Math.max(0, ...changes);
    spread.better += Math.max(0, ...changes.map((change) => -change));
  });
  return spread;
}

function publishedShareOf(problem: PlanProblem, plan: Schedule): number {
  const { importKw, exportKw } = flowsOf(problem, plan);
  const energy = { published: 0, all: 0 };
  problem.slots.forEach(({ kind }, slot) => {
    const kw = (importKw[slot] as number) + (exportKw[slot] as number);
    energy.all += kw;
    if (kind === 'published') energy.published += kw;
  });
  return energy.all > 0 ? energy.published / energy.all : 1;
}
