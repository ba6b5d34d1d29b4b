import type { SlotKind } from '../../contract/http.ts';

/**
 * A plan request as planning works with it: everything on one grid of equal slots, counted from 0. Power is the mean
 * over a slot in kW, energy kWh, prices minor units per kWh (ct, öre, p), costs minor units.
 */

/** What a kWh from the grid costs and a kWh into the grid earns. */
export interface Prices {
  buy: number;
  sell: number;
}

export interface PlanSlot extends Prices {
  /** Unix milliseconds. */
  startMs: number;
  kind: SlotKind;
  /** Prices at the lower and the upper end of the forecast's 80 % band; the same ones where they are published. */
  low: Prices;
  high: Prices;
}

export interface Appliance {
  id: string;
  kw: number;
  /** Slots it needs, the last of them in part. */
  slots: number;
  /** Part of the last slot that it runs in, above 0 and up to 1. */
  lastPart: number;
  interruptible: boolean;
  /** First slot it may run in. */
  earliest: number;
  /** Slot it must be done before. */
  deadline: number;
  /** Slots in which it must not run. */
  quiet: readonly boolean[];
  /** Index of the appliance that must be done first. */
  after: number | null;
  /** What running it is worth at most, minor units; null when it has to run. */
  worth: number | null;
  /** It runs already: it goes on in slot 0. */
  running: boolean;
}

export interface Car {
  id: string;
  /** To be taken from the wall box. */
  kwh: number;
  /** Least power while it charges. */
  minKw: number;
  maxKw: number;
  /** First slot it is plugged in. */
  earliest: number;
  /** Slot it must be ready before. */
  deadline: number;
}

export interface Battery {
  id: string;
  /** Bounds of what is in it. */
  minKwh: number;
  maxKwh: number;
  startKwh: number;
  /** What must be in it at the end. */
  endKwh: number;
  chargeKw: number;
  dischargeKw: number;
  /** Share that arrives in it, and share that comes out again. */
  chargeEfficiency: number;
  dischargeEfficiency: number;
  /** Minor units for each kWh that it gives. */
  wearPerKwh: number;
  gridCharge: boolean;
  feedIn: boolean;
}

/** `T[t] = keep × T[t-1] + drift[t] + gain × part[t]`, `part` being how much of its power it uses in slot t. */
export interface Heater {
  id: string;
  kw: number;
  /**
   * Least power while it is on. 0 when it may switch inside every slot; at `kw` it knows only on and off, and switches
   * off inside the last slot of a run at most.
   */
  minKw: number;
  startC: number;
  /** Bounds at the end of each slot, as far as the device can keep them. */
  lowC: readonly number[];
  highC: readonly number[];
  keep: number;
  drift: readonly number[];
  /** Kelvin that a slot at full power adds. */
  gain: number;
  /** Heat that one kelvin holds, in kWh of electricity. */
  kwhPerK: number;
  /** Slots it stays on at least, whole ones. */
  minRunSlots: number;
}

export interface PlanProblem {
  stepMinutes: number;
  slots: readonly PlanSlot[];
  /** What everything that is not planned draws. */
  baseKw: readonly number[];
  pvKw: readonly number[];
  pvCurtailable: boolean;
  importLimitKw: number;
  exportLimitKw: number;
  appliances: readonly Appliance[];
  cars: readonly Car[];
  batteries: readonly Battery[];
  heaters: readonly Heater[];
}

/** Whether a heater runs at full power or not at all. */
export const isOnOff = ({ kw, minKw }: Heater): boolean => minKw === kw;

/** Whether an appliance may run in a slot, by its window and its quiet hours. */
export function mayRun({ earliest, deadline, quiet }: Appliance, slot: number): boolean {
  return slot >= earliest && slot < deadline && !quiet[slot];
}

/** The part of the k-th slot of its run that an appliance uses. */
export function partOf({ slots, lastPart }: Appliance, k: number): number {
  return k === slots - 1 ? lastPart : 1;
}

/** The starts that an appliance that runs in one piece may have. */
export function startsOf(appliance: Appliance, slotCount: number): number[] {
  if (appliance.running) return appliance.slots <= slotCount ? [0] : [];
  const starts: number[] = [];
  let free = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    free = mayRun(appliance, slot) ? free + 1 : 0;
    if (free >= appliance.slots) starts.push(slot - appliance.slots + 1);
  }
  return starts;
}
