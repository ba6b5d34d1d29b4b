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

/** Why devices run when they do, a sentence for each run. */
export interface Explainer {
  appliance(appliance: Appliance, run: Run): string;
  car(car: Car, run: Run): string;
  charge(battery: Battery, run: Run): string;
  discharge(run: Run): string;
  heater(run: Run): string;
}

/** From this share on a run counts as one on solar power. */
const mostlySolar = 0.5;

/**
 * @param unit that prices are told in, such as `ct/kWh`
 */
export function explainerOf(problem: PlanProblem, plan: Schedule, unit: string): Explainer {
  const price = (value: number): string => `${value.toFixed(1)} ${unit}`;
  const solar = solarShares(problem, plan);
  /** What goes before every other reason. */
  const special = (run: Run): string | null => {
    const share = mean(solar, run);
    if (share >= mostlySolar) return `${percent(share)} of it is solar power of the own roof.`;
    return run.meanPrice < 0
      ? `The price is negative, ${price(run.meanPrice)}: drawing power is paid for.`
      : null;
  };
  return {
    appliance: (appliance, run) =>
      appliance.running
        ? 'It runs already and is not interrupted.'
        : (special(run) ??
          (appliance.interruptible
            ? amongCheapest(problem, run, (slot) => mayRun(appliance, slot), price)
            : bestStart(problem, appliance, run, price))),
    car: (car, run) =>
      special(run) ??
      amongCheapest(problem, run, (slot) => slot >= car.earliest && slot < car.deadline, price),
    charge: (battery, run) => special(run) ?? forLater(problem, plan, battery, run, price),
    discharge: (run) => `Saves buying at ${price(run.meanPrice)}.`,
    heater: (run) => special(run) ?? heatNow(problem, run, price),
  };
}

type Price = (value: number) => string;

function bestStart(problem: PlanProblem, appliance: Appliance, run: Run, price: Price): string {
  const starts = startsOf(appliance, problem.slots.length);
  if (starts.length === 1) return `Its times leave no other start; it costs ${price(run.meanPrice)}.`;
  const meanAt = (start: number): number => {
    const parts = Array.from({ length: appliance.slots }, (_, k) => partOf(appliance, k));
    const cost = parts.reduce((sum, part, k) => sum + part * (problem.slots[start + k]?.buy ?? 0), 0);
    return cost / parts.reduce((sum, part) => sum + part, 0);
  };
  const now = meanAt(starts[0] as number);
  const cheaper = starts.filter((start) => meanAt(start) < run.meanPrice - 0.005).length;
  const against =
    run.from === starts[0] ? '' : `, ${compared(run.meanPrice, now, price)} at the first possible start`;
  return cheaper === 0
    ? `The cheapest of ${starts.length} possible starts: ${price(run.meanPrice)}${against}.`
    : `${price(run.meanPrice)}${against}; ${cheaper === 1 ? 'one start is' : `${cheaper} starts are`} cheaper by price alone, but not with what else runs then.`;
}

function amongCheapest(
  { slots }: PlanProblem,
  run: Run,
  allowed: (slot: number) => boolean,
  price: Price,
): string {
  const prices = slots.filter((_, slot) => allowed(slot)).map(({ buy }) => buy);
  const dearest = Math.max(...slots.slice(run.from, run.to).map(({ buy }) => buy));
  const rank = prices.filter((value) => value < dearest - 0.005).length + 1;
  return `Up to ${price(dearest)}: place ${rank} of ${prices.length} by price among the slots that it may use.`;
}

function forLater(problem: PlanProblem, plan: Schedule, battery: Battery, run: Run, price: Price): string {
  const given = plan.dischargeKw.get(battery.id) ?? new Float64Array();
  const later = given.map((kw, slot) => (slot >= run.to ? kw : 0));
  const energy = total(later);
  if (energy === 0) return `Charged at ${price(run.meanPrice)} to end with the charge that was asked for.`;
  const saved = later.reduce((sum, kw, slot) => sum + kw * (problem.slots[slot]?.buy ?? 0), 0) / energy;
  return `Stores power at ${price(run.meanPrice)} that later replaces power at ${price(saved)}.`;
}

function heatNow({ slots }: PlanProblem, run: Run, price: Price): string {
  const rest = slots.slice(run.to);
  const meanLater = rest.reduce((sum, { buy }) => sum + buy, 0) / rest.length;
  return rest.length > 0 && run.meanPrice < meanLater
    ? `Heats at ${price(run.meanPrice)}, ahead of ${price(meanLater)} on average after it.`
    : `Heats at ${price(run.meanPrice)}, as it would get too cold without.`;
}

function compared(value: number, other: number, price: Price): string {
  const share = other > 0 ? (other - value) / other : 0;
  return share >= 0.01 ? `${percent(share)} below the ${price(other)}` : `against ${price(other)}`;
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

const percent = (share: number): string => `${Math.round(share * 100)} %`;
