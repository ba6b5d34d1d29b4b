import { SyncError } from '../errors.ts';
import type { Plan } from './plan.ts';

/** How much of a place one run may change without being forced. */
export interface SafetyLimits {
  /** Share of the existing entries that may be updated. */
  updateShare: number;
  /** Share of the existing entries that may be archived. */
  archiveShare: number;
  /** Below so many existing entries no share is checked: a small board is quickly half changed. */
  minimumExisting: number;
}

export const defaultLimits: SafetyLimits = { updateShare: 0.3, archiveShare: 0.1, minimumExisting: 10 };

/** A place that a plan would change too much. */
export interface Excess {
  place: string;
  kind: 'update' | 'archive';
  count: number;
  existing: number;
  limit: number;
}

/** The places that a plan would change more than the limits allow. Making new cards is never too much. */
export function excesses(plan: Plan, limits: SafetyLimits): Excess[] {
  return Object.entries(plan.existing).flatMap(([place, existing]) => {
    if (existing < limits.minimumExisting) return [];
    return (['update', 'archive'] as const).flatMap((kind) => {
      const share = kind === 'update' ? limits.updateShare : limits.archiveShare;
      const count = plan.changes.filter((change) => change.place === place && change.kind === kind).length;
      return count > existing * share ? [{ place, kind, count, existing, limit: share }] : [];
    });
  });
}

/** @throws SyncError `too-much-change` with the numbers and what to do */
export function refuseTooMuch(plan: Plan, limits: SafetyLimits): void {
  const [worst] = excesses(plan, limits);
  if (!worst) return;
  const { place, kind, count, existing, limit } = worst;
  throw new SyncError(
    'too-much-change',
    `This run would ${kind} ${count} of ${existing} items in ${place}, more than ${Math.round(limit * 100)} %; nothing was changed.\n` +
      'hint: look at it with npm run board-sync -- plan, then run again with --force if it is right',
  );
}
