import fc from 'fast-check';
import { createSolver } from '../../solver/highs.ts';
import type { Solve } from './index.ts';
import type { Appliance, Battery, Car, Heater, PlanProblem, PlanSlot } from './problem.ts';

/** Shared by the tests of this folder. */

/** HiGHS in this thread, to the proven optimum. */
export async function createTestSolve(): Promise<Solve> {
  const solver = await createSolver();
  return async (model) => solver(model, { timeLimitSeconds: 60, relativeGap: 0, absoluteGap: 0 });
}

/** Slots of a quarter hour from buying prices, ct/kWh; feeding in earns what `sell` says, nothing by default. */
export function slotsAt(prices: readonly number[], sell: (buy: number) => number = () => 0): PlanSlot[] {
  return prices.map((buy, index) => {
    const at = { buy, sell: sell(buy) };
    return { startMs: 1_768_431_600_000 + index * 900_000, kind: 'published', ...at, low: at, high: at };
  });
}

/** A house without devices. */
export function houseWith(slots: readonly PlanSlot[], parts: Partial<PlanProblem> = {}): PlanProblem {
  return {
    stepMinutes: 15,
    slots,
    baseKw: slots.map(() => 0),
    pvKw: slots.map(() => 0),
    pvCurtailable: true,
    importLimitKw: Number.POSITIVE_INFINITY,
    exportLimitKw: Number.POSITIVE_INFINITY,
    appliances: [],
    cars: [],
    batteries: [],
    heaters: [],
    ...parts,
  };
}

export function applianceWith(slotCount: number, parts: Partial<Appliance> = {}): Appliance {
  return {
    id: 'washer',
    kw: 2,
    slots: 2,
    lastPart: 1,
    interruptible: false,
    earliest: 0,
    deadline: slotCount,
    quiet: Array(slotCount).fill(false),
    after: null,
    worth: null,
    running: false,
    ...parts,
  };
}

export function carWith(slotCount: number, parts: Partial<Car> = {}): Car {
  return { id: 'car', kwh: 2, minKw: 1, maxKw: 4, earliest: 0, deadline: slotCount, ...parts };
}

export function batteryWith(parts: Partial<Battery> = {}): Battery {
  return {
    id: 'battery',
    minKwh: 0,
    maxKwh: 4,
    startKwh: 1,
    endKwh: 1,
    chargeKw: 4,
    dischargeKw: 4,
    chargeEfficiency: 0.95,
    dischargeEfficiency: 0.95,
    wearPerKwh: 0,
    gridCharge: true,
    feedIn: false,
    ...parts,
  };
}

/** A tank that loses half a kelvin a slot and gains four when it heats. */
export function heaterWith(slotCount: number, parts: Partial<Heater> = {}): Heater {
  return {
    id: 'tank',
    kw: 2,
    minKw: 2,
    startC: 50,
    lowC: Array(slotCount).fill(45),
    highC: Array(slotCount).fill(60),
    keep: 1,
    drift: Array(slotCount).fill(-0.5),
    gain: 4,
    kwhPerK: 0.125,
    minRunSlots: 1,
    ...parts,
  };
}

/** ct/kWh with all that a day can have: negative prices, ties, spikes. */
export const anyPrice = fc.oneof(
  fc.integer({ min: -20, max: 60 }),
  fc.constantFrom(0, 10, 10, 25),
  fc.integer({ min: -5000, max: 40_000 }).map((value) => value / 100),
);
