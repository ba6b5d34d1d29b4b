import type { PlanProblem, Prices } from './problem.ts';

/** What every device does in every slot, mean kW by device id. */
export interface Schedule {
  /** Appliances, cars and heaters. */
  loadKw: Map<string, Float64Array>;
  /** Batteries. */
  chargeKw: Map<string, Float64Array>;
  dischargeKw: Map<string, Float64Array>;
  /** Optional devices that do not run. */
  leftOut: Set<string>;
}

export function emptySchedule(): Schedule {
  return { loadKw: new Map(), chargeKw: new Map(), dischargeKw: new Map(), leftOut: new Set() };
}

/** What passes the meter in every slot, mean kW. */
export interface Flows {
  importKw: Float64Array;
  exportKw: Float64Array;
  /** Solar power that is not thrown away. */
  pvUsedKw: Float64Array;
}

/**
 * What a schedule makes pass the meter. Solar power is used, then fed in, and curtailed where feeding in costs money,
 * where there is too much of it, and where drawing from the grid is paid for.
 */
export function flowsOf(problem: PlanProblem, schedule: Schedule): Flows {
  const count = problem.slots.length;
  const flows = {
    importKw: new Float64Array(count),
    exportKw: new Float64Array(count),
    pvUsedKw: new Float64Array(count),
  };
  const demand = demandOf(problem, schedule);
  const solarOnly = problem.batteries.filter(({ gridCharge }) => !gridCharge);
  problem.slots.forEach((prices, slot) => {
    const need = demand[slot] as number;
    const pv = problem.pvKw[slot] as number;
    const needed = solarOnly.reduce((sum, { id }) => sum + (schedule.chargeKw.get(id)?.[slot] ?? 0), 0);
    const spare = problem.pvCurtailable ? Math.max(0, pv - needed) : 0;
    const curtailed = curtailedOf(problem, prices, need, pv, spare);
    const net = need - (pv - curtailed);
    flows.importKw[slot] = Math.max(0, net);
    flows.exportKw[slot] = Math.max(0, -net);
    flows.pvUsedKw[slot] = pv - curtailed;
  });
  return flows;
}

/** What the house draws behind the meter without its solar power; below 0 when a battery gives more than it needs. */
function demandOf({ baseKw, slots }: PlanProblem, schedule: Schedule): Float64Array {
  const demand = Float64Array.from(slots, (_, slot) => baseKw[slot] as number);
  const add = (series: Iterable<Float64Array>, sign: number): void => {
    for (const kw of series)
      for (const [slot, value] of kw.entries()) demand[slot] = (demand[slot] as number) + sign * value;
  };
  add(schedule.loadKw.values(), 1);
  add(schedule.chargeKw.values(), 1);
  add(schedule.dischargeKw.values(), -1);
  return demand;
}

/**
 * Either what cannot be fed in well, or, where the grid pays for what is drawn, as much as it lets in instead.
 *
 * @param spare the most that may be curtailed
 */
function curtailedOf(
  problem: PlanProblem,
  { buy, sell }: Prices,
  need: number,
  pv: number,
  spare: number,
): number {
  const surplus = pv - need;
  const least = Math.min(spare, Math.max(0, surplus - (sell >= 0 ? problem.exportLimitKw : 0)));
  if (buy >= 0) return least;
  const most = Math.max(least, Math.min(spare, problem.importLimitKw + surplus));
  const costAt = (curtailed: number): number => {
    const net = curtailed - surplus;
    return net * (net > 0 ? buy : sell);
  };
  return costAt(most) < costAt(least) ? most : least;
}

/** Which prices a cost is counted at. */
export type PricesAt = (slot: number) => Prices;

/**
 * What a schedule costs, wear of batteries included, in minor units; below 0 when it earns.
 *
 * @param pricesAt by default the expected prices
 */
export function costOf(
  problem: PlanProblem,
  schedule: Schedule,
  pricesAt: PricesAt = (slot) => problem.slots[slot] as Prices,
): number {
  const hours = problem.stepMinutes / 60;
  const { importKw, exportKw } = flowsOf(problem, schedule);
  const traded = problem.slots.reduce((sum, _, slot) => {
    const { buy, sell } = pricesAt(slot);
    return sum + (importKw[slot] as number) * buy - (exportKw[slot] as number) * sell;
  }, 0);
  const wear = problem.batteries.reduce(
    (sum, { id, wearPerKwh }) => sum + wearPerKwh * total(schedule.dischargeKw.get(id)),
    0,
  );
  return (traded + wear) * hours;
}

/** Sum over the slots. */
export function total(series: Float64Array | undefined): number {
  return series?.reduce((sum, value) => sum + value, 0) ?? 0;
}

/** What is in a battery at the end of each slot, kWh. */
export function contentOf(problem: PlanProblem, schedule: Schedule, index: number): Float64Array {
  const { batteries, stepMinutes, slots } = problem;
  const battery = batteries[index];
  if (!battery) throw new RangeError(`There is no battery ${index}.`);
  const hours = stepMinutes / 60;
  const [charge, discharge] = [schedule.chargeKw.get(battery.id), schedule.dischargeKw.get(battery.id)];
  let kwh = battery.startKwh;
  return Float64Array.from(slots, (_, slot) => {
    const taken = (charge?.[slot] ?? 0) * battery.chargeEfficiency;
    kwh += hours * (taken - (discharge?.[slot] ?? 0) / battery.dischargeEfficiency);
    return kwh;
  });
}

/** Temperature at the end of each slot, °C. */
export function temperatureOf(problem: PlanProblem, schedule: Schedule, index: number): Float64Array {
  const heater = problem.heaters[index];
  if (!heater) throw new RangeError(`There is no heater ${index}.`);
  const kw = schedule.loadKw.get(heater.id);
  let celsius = heater.startC;
  return Float64Array.from(problem.slots, (_, slot) => {
    const part = (kw?.[slot] ?? 0) / heater.kw;
    celsius = heater.keep * celsius + (heater.drift[slot] as number) + heater.gain * part;
    return celsius;
  });
}
