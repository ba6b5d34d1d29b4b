import type { PlanReason } from '../../contract/plan.ts';
import {
  type Appliance,
  type Battery,
  type Car,
  mayRun,
  type PlanProblem,
  partOf,
  startsOf,
} from './problem.ts';
import type { Run } from './runs.ts';
import { flowsOf, type Schedule, total } from './schedule.ts';

/** Why devices run when they do, a reason for each run. */
export interface Explainer {
  appliance(appliance: Appliance, run: Run): PlanReason;
  car(car: Car, run: Run): PlanReason;
  charge(battery: Battery, run: Run): PlanReason;
  discharge(run: Run): PlanReason;
  heater(run: Run): PlanReason;
}

/** From this share on a run counts as one on solar power. */
const mostlySolar = 0.5;

export function explainerOf(problem: PlanProblem, plan: Schedule): Explainer {
  const solar = solarShares(problem, plan);
  /** What goes before every other reason. */
  const special = (run: Run): PlanReason | null => {
    const share = mean(solar, run);
    if (share >= mostlySolar) return { code: 'solar', share };
    return run.meanPrice < 0 ? { code: 'negative-price', price: run.meanPrice } : null;
  };
  return {
    appliance: (appliance, run) =>
      appliance.running
        ? { code: 'running' }
        : (special(run) ??
          (appliance.interruptible
            ? amongCheapest(problem, run, (slot) => mayRun(appliance, slot))
            : bestStart(problem, appliance, run))),
    car: (car, run) =>
      special(run) ?? amongCheapest(problem, run, (slot) => slot >= car.earliest && slot < car.deadline),
    charge: (battery, run) => special(run) ?? forLater(problem, plan, battery, run),
    discharge: (run) => ({ code: 'instead-of-buying', price: run.meanPrice }),
    heater: (run) => special(run) ?? heatNow(problem, run),
  };
}

function bestStart(problem: PlanProblem, appliance: Appliance, run: Run): PlanReason {
  const starts = startsOf(appliance, problem.slots.length);
  const price = run.meanPrice;
  if (starts.length === 1) return { code: 'only-start', price };
  const meanAt = (start: number): number => {
    const parts = Array.from({ length: appliance.slots }, (_, k) => partOf(appliance, k));
    const cost = parts.reduce((sum, part, k) => sum + part * (problem.slots[start + k]?.buy ?? 0), 0);
    return cost / parts.reduce((sum, part) => sum + part, 0);
  };
  const first = starts[0] as number;
  const rank = starts.filter((start) => meanAt(start) < price - 0.005).length + 1;
  const code = rank === 1 ? 'best-start' : 'best-start-with-others';
  const against = run.from === first ? {} : { other: meanAt(first) };
  return { code, price, ...against, rank, count: starts.length };
}

function amongCheapest({ slots }: PlanProblem, run: Run, allowed: (slot: number) => boolean): PlanReason {
  const prices = slots.filter((_, slot) => allowed(slot)).map(({ buy }) => buy);
  const dearest = Math.max(...slots.slice(run.from, run.to).map(({ buy }) => buy));
  const rank = prices.filter((value) => value < dearest - 0.005).length + 1;
  return { code: 'among-cheapest', price: dearest, rank, count: prices.length };
}

function forLater(problem: PlanProblem, plan: Schedule, battery: Battery, run: Run): PlanReason {
  const given = plan.dischargeKw.get(battery.id) ?? new Float64Array();
  const later = given.map((kw, slot) => (slot >= run.to ? kw : 0));
  const energy = total(later);
  if (energy === 0) return { code: 'for-the-end', price: run.meanPrice };
  const saved = later.reduce((sum, kw, slot) => sum + kw * (problem.slots[slot]?.buy ?? 0), 0) / energy;
  return { code: 'for-later', price: run.meanPrice, other: saved };
}

function heatNow({ slots }: PlanProblem, run: Run): PlanReason {
  const rest = slots.slice(run.to);
  const meanLater = rest.reduce((sum, { buy }) => sum + buy, 0) / rest.length;
  return rest.length > 0 && run.meanPrice < meanLater
    ? { code: 'before-dearer-hours', price: run.meanPrice, other: meanLater }
    : { code: 'too-cold-without', price: run.meanPrice };
}

/** The part of what the house draws in each slot that its own solar power covers, 0 to 1. */
function solarShares(problem: PlanProblem, plan: Schedule): number[] {
  const { importKw, exportKw, pvUsedKw } = flowsOf(problem, plan);
  return problem.slots.map((_, slot) => {
    const own = (pvUsedKw[slot] as number) - (exportKw[slot] as number);
    const drawn = own + (importKw[slot] as number);
    return drawn > 0 ? Math.min(1, Math.max(0, own / drawn)) : 0;
  });
}

function mean(values: readonly number[], { from, to }: Run): number {
  return values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
}
