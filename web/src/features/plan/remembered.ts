import { type PlanQuery, planPath, readPlanQuery } from '../../paths.ts';

/** What is planned, without where and whether it runs already: that is as it was chosen last, in this browser. */
export type PlanWishes = Pick<PlanQuery, 'device' | 'amount' | 'by' | 'quiet'>;

const storageKey = 'plan';

/** What was planned on an earlier visit, null for nothing. A browser that keeps nothing is no error. */
export function rememberedWishes(): PlanWishes | null {
  try {
    const query = localStorage.getItem(storageKey);
    if (query === null) return null;
    const { device, amount, by, quiet } = readPlanQuery(Object.fromEntries(new URLSearchParams(query)));
    return { device, amount, by, quiet };
  } catch {
    return null;
  }
}

/** Keeps what is planned for the next visit, as it stands in an address. */
export function rememberWishes({ device, amount, by, quiet }: PlanQuery): void {
  try {
    localStorage.setItem(storageKey, planPath({ device, amount, by, quiet }).split('?')[1] ?? '');
  } catch {
    // Storage is off or full: the address still has it.
  }
}
