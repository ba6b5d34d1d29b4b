import {
  type Appliance,
  type Battery,
  type Car,
  type Heater,
  isOnOff,
  mayRun,
  type PlanProblem,
} from './problem.ts';
import { contentOf, flowsOf, type Schedule, temperatureOf, total } from './schedule.ts';

/**
 * Whether a schedule keeps everything that was asked for. Knows nothing of how schedules are made: it follows the
 * devices through their slots. A plan is never given out unchecked.
 */

/** In kW, kWh and kelvin: what solvers and rounding leave. */
const tolerance = 1e-3;

/** @returns what is broken, in words; empty when nothing is */
export function brokenRules(problem: PlanProblem, schedule: Schedule): string[] {
  return [
    ...brokenBySite(problem, schedule),
    ...problem.appliances.flatMap((appliance) =>
      prefixed(appliance, brokenByAppliance(problem, schedule, appliance)),
    ),
    ...problem.cars.flatMap((car) => prefixed(car, brokenByCar(problem, schedule, car))),
    ...problem.batteries.flatMap((battery, index) =>
      prefixed(battery, brokenByBattery(problem, schedule, battery, index)),
    ),
    ...problem.heaters.flatMap((heater, index) =>
      prefixed(heater, brokenByHeater(problem, schedule, heater, index)),
    ),
  ];
}

const prefixed = ({ id }: { id: string }, rules: readonly string[]): string[] =>
  rules.map((rule) => `${id}: ${rule}`);

function brokenBySite(problem: PlanProblem, schedule: Schedule): string[] {
  const { importKw, exportKw, pvUsedKw } = flowsOf(problem, schedule);
  const gives = (slot: number): number =>
    problem.batteries.reduce(
      (sum, { id, feedIn }) => sum + (feedIn ? at(schedule.dischargeKw, id, slot) : 0),
      0,
    );
  const takesSun = (slot: number): number =>
    problem.batteries.reduce(
      (sum, { id, gridCharge }) => sum + (gridCharge ? 0 : at(schedule.chargeKw, id, slot)),
      0,
    );
  return problem.slots.flatMap((_, slot) => {
    const [drawn, fedIn, sun] = [
      importKw[slot] as number,
      exportKw[slot] as number,
      pvUsedKw[slot] as number,
    ];
    const rules: string[] = [];
    if (!(drawn <= problem.importLimitKw + tolerance))
      rules.push(`slot ${slot} draws ${drawn} kW from the grid`);
    if (!(fedIn <= problem.exportLimitKw + tolerance)) rules.push(`slot ${slot} feeds in ${fedIn} kW`);
    if (fedIn > sun + gives(slot) + tolerance)
      rules.push(`slot ${slot} feeds in from a battery that must not`);
    if (takesSun(slot) > sun + tolerance)
      rules.push(`slot ${slot} charges a battery from the grid that must not`);
    return rules;
  });
}

function brokenByAppliance(problem: PlanProblem, schedule: Schedule, appliance: Appliance): string[] {
  const { id, kw, slots, lastPart, interruptible, running, worth, after } = appliance;
  const power = schedule.loadKw.get(id);
  if (!power || power.some((value) => !Number.isFinite(value))) return ['has no finite power'];
  const used = slotsOf(power);
  if (used.length === 0) return worth === null ? ['does not run'] : [];
  const needed = kw * (slots - 1 + lastPart);
  const rules: string[] = [];
  if (Math.abs(total(power) - needed) > tolerance)
    rules.push(`runs ${total(power)} kW·slots instead of ${needed}`);
  if (power.some((value) => value > kw + tolerance || value < 0)) rules.push('draws more than its power');
  if (used.length > slots) rules.push(`uses ${used.length} slots instead of ${slots}`);
  const [first, last] = [used[0] as number, used.at(-1) as number];
  if (running ? first !== 0 : used.some((slot) => !mayRun(appliance, slot)))
    rules.push('runs when it must not');
  if ((!interruptible || running) && last - first + 1 !== used.length) rules.push('is interrupted');
  const before = after === null ? undefined : problem.appliances[after];
  if (before) {
    const ran = slotsOf(schedule.loadKw.get(before.id) ?? new Float64Array());
    if (ran.length === 0 || (ran.at(-1) as number) >= first) rules.push(`does not wait for ${before.id}`);
  }
  return rules;
}

function brokenByCar({ stepMinutes }: PlanProblem, schedule: Schedule, car: Car): string[] {
  const power = schedule.loadKw.get(car.id);
  if (!power || power.some((value) => !Number.isFinite(value))) return ['has no finite power'];
  const rules: string[] = [];
  const kwh = (total(power) * stepMinutes) / 60;
  if (Math.abs(kwh - car.kwh) > tolerance * 10) rules.push(`takes ${kwh} kWh instead of ${car.kwh}`);
  for (const slot of slotsOf(power)) {
    const kw = power[slot] as number;
    if (slot < car.earliest || slot >= car.deadline) rules.push(`charges in slot ${slot}, when it is away`);
    if (kw > car.maxKw + tolerance || kw < car.minKw - tolerance)
      rules.push(`charges with ${kw} kW in slot ${slot}`);
  }
  return rules;
}

function brokenByBattery(
  problem: PlanProblem,
  schedule: Schedule,
  battery: Battery,
  index: number,
): string[] {
  const content = contentOf(problem, schedule, index);
  const rules = problem.slots.flatMap((_, slot) => {
    const kwh = content[slot] as number;
    const [charge, discharge] = [
      at(schedule.chargeKw, battery.id, slot),
      at(schedule.dischargeKw, battery.id, slot),
    ];
    const found: string[] = [];
    if (!(kwh >= battery.minKwh - tolerance * 10 && kwh <= battery.maxKwh + tolerance * 10))
      found.push(`holds ${kwh} kWh after slot ${slot}`);
    if (!(charge >= 0 && charge <= battery.chargeKw + tolerance)) found.push(`charges with ${charge} kW`);
    if (!(discharge >= 0 && discharge <= battery.dischargeKw + tolerance))
      found.push(`gives ${discharge} kW`);
    if (charge > tolerance && discharge > tolerance) found.push(`charges and discharges in slot ${slot}`);
    return found;
  });
  const end = content.at(-1) ?? battery.startKwh;
  return end >= battery.endKwh - tolerance * 10 ? rules : [...rules, `ends with ${end} kWh`];
}

function brokenByHeater(problem: PlanProblem, schedule: Schedule, heater: Heater, index: number): string[] {
  const power = schedule.loadKw.get(heater.id);
  if (!power || power.some((value) => !Number.isFinite(value))) return ['has no finite power'];
  const celsius = temperatureOf(problem, schedule, index);
  const rules = problem.slots.flatMap((_, slot) => {
    const [now, kw] = [celsius[slot] as number, power[slot] as number];
    const found: string[] = [];
    if (now < (heater.lowC[slot] as number) - tolerance * 10)
      found.push(`is ${now} °C cold after slot ${slot}`);
    if (now > (heater.highC[slot] as number) + tolerance * 10)
      found.push(`is ${now} °C hot after slot ${slot}`);
    if (kw < 0 || kw > heater.kw + tolerance) found.push(`draws ${kw} kW`);
    const goesOn = (power[slot + 1] ?? 0) > tolerance;
    if (kw > tolerance && kw < heater.minKw - tolerance && (goesOn || !isOnOff(heater)))
      found.push(`heats with ${kw} kW only`);
    return found;
  });
  return [...rules, ...shortRuns(power, heater)];
}

/** Runs that end before their least time; one that the plan's end cuts off may go on after it. */
function shortRuns(power: Float64Array, heater: Heater): string[] {
  const { kw: full, minRunSlots } = heater;
  const rules: string[] = [];
  let length = 0;
  power.forEach((kw, slot) => {
    if (kw > tolerance) {
      length += 1;
      const isWhole = !isOnOff(heater) || kw >= full - tolerance;
      if (length <= minRunSlots && !isWhole) rules.push(`uses a part of slot ${slot} only`);
      return;
    }
    if (length > 0 && length < minRunSlots) rules.push(`is on for ${length} slots before slot ${slot}`);
    length = 0;
  });
  return rules;
}

function slotsOf(power: Float64Array): number[] {
  return Array.from(power.keys()).filter((slot) => (power[slot] as number) > tolerance);
}

function at(series: Map<string, Float64Array>, id: string, slot: number): number {
  return series.get(id)?.[slot] ?? 0;
}
