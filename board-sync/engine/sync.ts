import { type Applied, applyPlan } from './apply.ts';
import type { MemoryStore } from './memory-file.ts';
import type { Place } from './place.ts';
import { makePlan, type Plan, type Populated } from './plan.ts';
import { refuseTooMuch, type SafetyLimits } from './safety.ts';

export interface SyncOptions {
  memory: MemoryStore;
  limits: SafetyLimits;
  /** Goes past the safety thresholds, and makes cards again that people removed. */
  force: boolean;
  report: Report;
}

/** How a run tells what it is doing. */
export interface Report {
  populated: (place: Place, entries: number) => void;
  reading: (place: Place, count: number) => void;
  applying: (done: number, total: number) => void;
}

export interface SyncResult {
  plan: Plan;
  applied: Applied;
}

/** Reads all places, computes what would change; changes nothing. */
export async function planSync(places: readonly Place[], options: SyncOptions): Promise<Plan> {
  const populated = await populateAll(places, options.report);
  return makePlan(populated, options.memory.load(), { recreate: options.force });
}

/**
 * Populate, plan, check, apply. The outcome of the plan is remembered before the first change is made and each change
 * right after it, so that a run that dies at any point is simply continued by the next one.
 */
export async function sync(places: readonly Place[], options: SyncOptions): Promise<SyncResult> {
  const plan = await planSync(places, options);
  if (!options.force) refuseTooMuch(plan, options.limits);
  const { memory, report } = options;
  memory.save(plan.memory);
  const applied = await applyPlan(plan, places, { journal: memory.append, progress: report.applying });
  memory.save(memory.load());
  return { plan, applied };
}

async function populateAll(places: readonly Place[], report: Report): Promise<Populated[]> {
  return Promise.all(
    places.map(async (place) => {
      const entries = await place.populate((count) => report.reading(place, count));
      report.populated(place, entries.length);
      return { place, entries };
    }),
  );
}
