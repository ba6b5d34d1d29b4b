import type { PlanProblem } from '../problem.ts';
import type { Schedule } from '../schedule.ts';
import type { ModelBuilder, Term } from './linear-model.ts';

/** What the parts of a model share while it is built. */
export interface ModelContext {
  problem: PlanProblem;
  builder: ModelBuilder;
  /** Length of a slot. */
  hours: number;
  /** What draws power in each slot, in kW; what gives power has negative coefficients. */
  demand: Term[][];
  /** Batteries that must not be charged from the grid, in kW for each slot. */
  solarCharge: Term[][];
  /** Batteries that may feed in, in kW for each slot. */
  feedingIn: Term[][];
  /**
   * Wishes may be broken, at a penalty: to find the plan that is nearest to an impossible request. Limits of devices
   * stay.
   */
  elastic: boolean;
}

/** Reads a device's part of a solution into a schedule. */
export type ReadDevice = (values: Float64Array, schedule: Schedule) => void;

/**
 * How bad it is to break a wish, in minutes that an appliance is late. Leaving a device without what it needs is
 * worse than giving it late; more than the connection carries is worst, as no device can change it.
 */
export const penalties = {
  quietMinute: 2,
  leftOut: 20_000,
  lateKwh: 60,
  missingKwh: 2_000,
  kelvinSlot: 60,
  overloadKwSlot: 100_000,
} as const;
