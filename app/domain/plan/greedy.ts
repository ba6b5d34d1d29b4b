import { type Appliance, type Car, mayRun, type PlanProblem, partOf, startsOf } from './problem.ts';
import { emptySchedule, type Schedule } from './schedule.ts';

/**
 * The exact plan of loads that do not meet, in milliseconds: each is put where it is cheapest by itself.
 *
 * @returns null when loads can meet (a battery, a heater, solar power beyond the base load, one appliance that waits
 *   for another, a limit that all together could reach), and when one that has to run has no place
 */
export function greedyPlan(problem: PlanProblem): Schedule | null {
  if (!loadsAreIndependent(problem)) return null;
  const schedule = emptySchedule();
  for (const appliance of problem.appliances) {
    const kw = placeAppliance(problem, appliance);
    if (!kw && appliance.worth === null) return null;
    const isWorthIt = kw !== null && costOfLoad(problem, kw) <= (appliance.worth ?? Number.POSITIVE_INFINITY);
    if (!isWorthIt) schedule.leftOut.add(appliance.id);
    schedule.loadKw.set(appliance.id, isWorthIt ? kw : new Float64Array(problem.slots.length));
  }
  for (const car of problem.cars) {
    const kw = placeCar(problem, car);
    if (!kw) return null;
    schedule.loadKw.set(car.id, kw);
  }
  return schedule;
}

function loadsAreIndependent(problem: PlanProblem): boolean {
  const { appliances, cars, batteries, heaters, slots, baseKw, pvKw, importLimitKw } = problem;
  if (batteries.length > 0 || heaters.length > 0) return false;
  if (appliances.some(({ after }) => after !== null)) return false;
  const most = [...appliances.map(({ kw }) => kw), ...cars.map(({ maxKw }) => maxKw)].reduce(
    (a, b) => a + b,
    0,
  );
  return slots.every((_, slot) => {
    const net = (baseKw[slot] as number) - (pvKw[slot] as number);
    return net >= 0 && net + most <= importLimitKw;
  });
}

function costOfLoad({ slots, stepMinutes }: PlanProblem, kw: Float64Array): number {
  const hours = stepMinutes / 60;
  return slots.reduce((sum, { buy }, slot) => sum + (kw[slot] as number) * buy * hours, 0);
}

function placeAppliance(problem: PlanProblem, appliance: Appliance): Float64Array | null {
  return appliance.interruptible && !appliance.running
    ? inCheapestSlots(problem, appliance)
    : atCheapestStart(problem, appliance);
}

/** The cheapest of all starts, the earliest one on a tie. */
function atCheapestStart({ slots }: PlanProblem, appliance: Appliance): Float64Array | null {
  let best: { start: number; cost: number } | null = null;
  for (const start of startsOf(appliance, slots.length)) {
    let cost = 0;
    for (let k = 0; k < appliance.slots; k++) cost += (slots[start + k]?.buy ?? 0) * partOf(appliance, k);
    if (!best || cost < best.cost - tieTolerance) best = { start, cost };
  }
  if (!best) return null;
  const kw = new Float64Array(slots.length);
  for (let k = 0; k < appliance.slots; k++) kw[best.start + k] = appliance.kw * partOf(appliance, k);
  return kw;
}

/** Costs that differ by less (minor units) are rounding. */
const tieTolerance = 1e-9;

/** The cheapest slots; the dearest of them, which comes last, in part. */
function inCheapestSlots(problem: PlanProblem, appliance: Appliance): Float64Array | null {
  const chosen = cheapestFirst(problem, (slot) => mayRun(appliance, slot)).slice(0, appliance.slots);
  if (chosen.length < appliance.slots) return null;
  const kw = new Float64Array(problem.slots.length);
  chosen.forEach((slot, rank) => {
    kw[slot] = appliance.kw * partOf(appliance, rank);
  });
  return kw;
}

/**
 * As few slots as its most power allows, the cheapest ones, each with its least power; then what is missing, in the
 * cheapest of them first. One slot more would only move energy to where it is dearer.
 */
function placeCar(problem: PlanProblem, car: Car): Float64Array | null {
  const hours = problem.stepMinutes / 60;
  const count = Math.ceil(car.kwh / (car.maxKw * hours) - 1e-9);
  const chosen = cheapestFirst(problem, (slot) => slot >= car.earliest && slot < car.deadline).slice(
    0,
    count,
  );
  if (chosen.length < count) return null;
  const kw = new Float64Array(problem.slots.length);
  let missing = car.kwh / hours - count * car.minKw;
  for (const slot of chosen) {
    const more = Math.min(missing, car.maxKw - car.minKw);
    kw[slot] = car.minKw + more;
    missing -= more;
  }
  return kw;
}

/** Slots in the order of their price, earlier ones first on a tie. */
function cheapestFirst({ slots }: PlanProblem, allowed: (slot: number) => boolean): number[] {
  return slots
    .map(({ buy }, slot) => ({ buy, slot }))
    .filter(({ slot }) => allowed(slot))
    .sort((a, b) => a.buy - b.buy || a.slot - b.slot)
    .map(({ slot }) => slot);
}
