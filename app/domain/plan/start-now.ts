import {
  type Appliance,
  type Car,
  type Heater,
  mayRun,
  type PlanProblem,
  partOf,
  startsOf,
} from './problem.ts';
import { contentOf, costOf, emptySchedule, type Schedule, temperatureOf } from './schedule.ts';

/**
 * What would happen without a plan: every device starts as soon as it may, heaters follow a thermostat, batteries do
 * nothing. The yardstick of a plan.
 *
 * @param leftOut optional devices that the plan leaves out; they are left out here too
 */
export function startNowSchedule(problem: PlanProblem, leftOut: ReadonlySet<string>): Schedule {
  const schedule = emptySchedule();
  const count = problem.slots.length;
  const doneAt = new Map<number, number>();
  for (const index of inOrder(problem.appliances)) {
    const appliance = problem.appliances[index] as Appliance;
    const from = appliance.after === null ? 0 : (doneAt.get(appliance.after) ?? 0);
    const kw = leftOut.has(appliance.id) ? new Float64Array(count) : firstPlace(appliance, from, count);
    doneAt.set(index, kw.findLastIndex((value) => value > 0) + 1);
    schedule.loadKw.set(appliance.id, kw);
  }
  for (const car of problem.cars) schedule.loadKw.set(car.id, chargedAtOnce(problem, car));
  for (const heater of problem.heaters) schedule.loadKw.set(heater.id, byThermostat(problem, heater));
  for (const { id } of problem.batteries) {
    schedule.chargeKw.set(id, new Float64Array(count));
    schedule.dischargeKw.set(id, new Float64Array(count));
  }
  return schedule;
}

/**
 * What starting now would cost, minor units. It may end with more or less heat and charge in store than the plan: the
 * difference counts at the mean price, so that a plan does not gain by leaving stores empty.
 */
export function startNowCost(problem: PlanProblem, startNow: Schedule, plan: Schedule): number {
  const missing = storedAtEnd(problem, plan) - storedAtEnd(problem, startNow);
  const mean = problem.slots.reduce((sum, { buy }) => sum + buy, 0) / problem.slots.length;
  return costOf(problem, startNow) + missing * mean;
}

/** Electricity that went into what is stored at the end: heat, and the charge of batteries, kWh. */
function storedAtEnd(problem: PlanProblem, schedule: Schedule): number {
  const heat = problem.heaters.map(
    ({ kwhPerK }, index) => (temperatureOf(problem, schedule, index).at(-1) ?? 0) * kwhPerK,
  );
  const charge = problem.batteries.map(
    ({ dischargeEfficiency }, index) =>
      (contentOf(problem, schedule, index).at(-1) ?? 0) * dischargeEfficiency,
  );
  return [...heat, ...charge].reduce((sum, kwh) => sum + kwh, 0);
}

/** Indices with each appliance behind the one it waits for. */
export function inOrder(appliances: readonly Appliance[]): number[] {
  const depth = (index: number): number => {
    const after = appliances[index]?.after ?? null;
    return after === null ? 0 : 1 + depth(after);
  };
  return [...appliances.keys()].sort((a, b) => depth(a) - depth(b));
}

/** The first slots that it may run in; where there are none, those right after the one before it. */
function firstPlace(appliance: Appliance, from: number, count: number): Float64Array {
  const kw = new Float64Array(count);
  const allowed = [...kw.keys()].filter((slot) => slot >= from && mayRun(appliance, slot));
  const start = startsOf(appliance, count).find((one) => one >= from) ?? Math.max(from, appliance.earliest);
  const used =
    appliance.interruptible && allowed.length >= appliance.slots
      ? allowed
      : Array.from({ length: appliance.slots }, (_, k) => start + k);
  used.slice(0, appliance.slots).forEach((slot, k) => {
    if (slot < count) kw[slot] = appliance.kw * partOf(appliance, k);
  });
  return kw;
}

function chargedAtOnce({ slots, stepMinutes }: PlanProblem, car: Car): Float64Array {
  let missing = car.kwh / (stepMinutes / 60);
  return Float64Array.from(slots, (_, slot) => {
    const kw = slot < car.earliest ? 0 : Math.min(car.maxKw, missing);
    missing -= kw;
    return kw;
  });
}

/** Switches on before it gets too cold, off before it gets too hot. */
function byThermostat({ slots }: PlanProblem, heater: Heater): Float64Array {
  let celsius = heater.startC;
  let on = false;
  return Float64Array.from(slots, (_, slot) => {
    const idle = heater.keep * celsius + (heater.drift[slot] as number);
    if (idle < (heater.lowC[slot] as number)) on = true;
    else if (idle + heater.gain > (heater.highC[slot] as number)) on = false;
    celsius = idle + (on ? heater.gain : 0);
    return on ? heater.kw : 0;
  });
}
