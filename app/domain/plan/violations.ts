import type { Appliance, Battery, Car, Heater, PlanProblem } from './problem.ts';
import { startsOf } from './problem.ts';
import { contentOf, flowsOf, type Schedule, temperatureOf } from './schedule.ts';

/** A wish that no plan can keep, and how far the nearest plan is from it. */
export interface Violation {
  /** Id of the device; null for the connection of the house. */
  device: string | null;
  constraint:
    | 'deadline'
    | 'quiet-hours'
    | 'does-not-fit'
    | 'energy'
    | 'temperature'
    | 'end-charge'
    | 'import-limit';
  /** How far, in `unit`. */
  by: number;
  unit: 'minutes' | 'kWh' | 'K' | 'kW';
  message: string;
}

const tolerance = 0.01;

/** What the nearest plan breaks, in the order of the devices. */
export function violationsOf(problem: PlanProblem, schedule: Schedule): Violation[] {
  return [
    ...ofSite(problem, schedule),
    ...problem.appliances.flatMap((appliance) => ofAppliance(problem, schedule, appliance)),
    ...problem.cars.flatMap((car) => ofCar(problem, schedule, car)),
    ...problem.batteries.flatMap((battery, index) => ofBattery(problem, schedule, battery, index)),
    ...problem.heaters.flatMap((heater, index) => ofHeater(problem, schedule, heater, index)),
  ];
}

function ofSite(problem: PlanProblem, schedule: Schedule): Violation[] {
  const worst = Math.max(...flowsOf(problem, schedule).importKw) - problem.importLimitKw;
  if (!(worst > tolerance)) return [];
  const message = `The house itself draws ${round(worst)} kW more than the limit of ${problem.importLimitKw} kW: raise importLimitKw or lower baseLoadKw.`;
  return [{ device: null, constraint: 'import-limit', by: round(worst), unit: 'kW', message }];
}

function ofAppliance(problem: PlanProblem, schedule: Schedule, appliance: Appliance): Violation[] {
  const { id, deadline, quiet, worth } = appliance;
  const used = [...(schedule.loadKw.get(id) ?? [])].flatMap((kw, slot) => (kw > tolerance ? [slot] : []));
  const minutes = (slots: number): number => slots * problem.stepMinutes;
  if (used.length === 0) {
    if (worth !== null) return [];
    const message = `${id} needs ${minutes(appliance.slots)} minutes and ${reasonOf(problem, appliance)}: ask for more hours, or move its times.`;
    return [
      { device: id, constraint: 'does-not-fit', by: minutes(appliance.slots), unit: 'minutes', message },
    ];
  }
  const found: Violation[] = [];
  const late = (used.at(-1) as number) + 1 - deadline;
  if (late > 0) {
    const message = `${id} cannot be done by its deadline, but ${minutes(late)} minutes later: ${reasonOf(problem, appliance)}.`;
    found.push({ device: id, constraint: 'deadline', by: minutes(late), unit: 'minutes', message });
  }
  const loud = used.filter((slot) => quiet[slot]).length;
  if (loud > 0) {
    const message = `${id} must run ${minutes(loud)} minutes inside its quiet hours: ${reasonOf(problem, appliance)}.`;
    found.push({ device: id, constraint: 'quiet-hours', by: minutes(loud), unit: 'minutes', message });
  }
  return found;
}

/** What stands in the way: its own times, or what it shares with others. */
function reasonOf({ slots, stepMinutes }: PlanProblem, appliance: Appliance): string {
  if (startsOf(appliance, slots.length).length === 0) {
    const window = (Math.min(appliance.deadline, slots.length) - appliance.earliest) * stepMinutes;
    const quiet =
      appliance.quiet.slice(appliance.earliest, appliance.deadline).filter(Boolean).length * stepMinutes;
    return `its window has ${Math.max(0, window)} minutes, ${quiet} of them quiet`;
  }
  return appliance.after === null
    ? 'the other devices and the import limit leave no room before'
    : 'it has to wait for the appliance before it';
}

function ofCar(problem: PlanProblem, schedule: Schedule, car: Car): Violation[] {
  const kw = schedule.loadKw.get(car.id) ?? new Float64Array();
  const hours = problem.stepMinutes / 60;
  const kwh = (from: number, to: number): number =>
    kw.slice(from, to).reduce((sum, value) => sum + value, 0) * hours;
  const late = kwh(car.deadline, kw.length);
  const missing = car.kwh - kwh(0, kw.length);
  const possible = Math.max(0, car.deadline - car.earliest) * hours * car.maxKw;
  const reason =
    possible < car.kwh
      ? `at ${car.maxKw} kW its time is enough for ${round(possible)} kWh`
      : 'the other devices and the import limit leave no room for more';
  if (late <= tolerance && missing <= tolerance) return [];
  const message = `${car.id} gets ${round(kwh(0, car.deadline))} of ${round(car.kwh)} kWh by its deadline: ${reason}.`;
  const constraint = late > tolerance ? 'deadline' : 'energy';
  return [{ device: car.id, constraint, by: round(late + Math.max(0, missing)), unit: 'kWh', message }];
}

function ofBattery(problem: PlanProblem, schedule: Schedule, battery: Battery, index: number): Violation[] {
  const end = contentOf(problem, schedule, index).at(-1) ?? battery.startKwh;
  const short = battery.endKwh - end;
  if (short <= tolerance) return [];
  const message = `${battery.id} can end with ${round(end)} of ${round(battery.endKwh)} kWh: lower endPercent, or ask for more hours.`;
  return [{ device: battery.id, constraint: 'end-charge', by: round(short), unit: 'kWh', message }];
}

function ofHeater(problem: PlanProblem, schedule: Schedule, heater: Heater, index: number): Violation[] {
  const celsius = temperatureOf(problem, schedule, index);
  const off = Array.from(celsius, (now, slot) =>
    Math.max((heater.lowC[slot] as number) - now, now - (heater.highC[slot] as number)),
  );
  const worst = Math.max(...off);
  if (!(worst > tolerance)) return [];
  const message = `${heater.id} cannot keep its band; it leaves it by ${round(worst)} K: widen minC to maxC, or shorten minRunMinutes.`;
  return [{ device: heater.id, constraint: 'temperature', by: round(worst), unit: 'K', message }];
}

const round = (value: number): number => Math.round(value * 100) / 100;
