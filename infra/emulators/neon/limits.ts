import { Refusal } from '../http/router.ts';
import type { EndpointSettings, ProjectEntry } from './api.ts';
import type { NeonState, Plan } from './state.ts';

/**
 * What the plans allow, as Neon's plans page says (neondatabase/website `content/docs/introduction/plans.md`,
 * 2026-03-20). The emulator keeps its own table: what it refuses must not follow from what the plugin believes.
 * Two codes were seen in public reports (422 PROJECTS_LIMIT_EXCEEDED in neondatabase/neonctl#255, and
 * BRANCHES_LIMIT_EXCEEDED); for the others Neon's status and code are not known, and 422 without a code stands in.
 */
const plans: Readonly<Record<Plan, { projects: number; branches: number; maxCu: number; history: number }>> =
  {
    free: { projects: 100, branches: 10, maxCu: 2, history: 21_600 },
    launch: { projects: 100, branches: 5_000, maxCu: 16, history: 604_800 },
    scale: { projects: 1_000, branches: 5_000, maxCu: 56, history: 2_592_000 },
  };

export const projectsAllowed = (plan: Plan): number => plans[plan].projects;

/** The restore window a project gets when it asks for none: a day (the specification), or all that Free allows. */
export const defaultHistory = (plan: Plan): number => Math.min(86_400, plans[plan].history);

export function checkProjectCount(state: NeonState): void {
  const count = [...state.projects.values()].filter((entry) => !entry.deletedAt).length;
  if (count < state.projectsLimit) return;
  throw new Refusal(
    422,
    `user projects limit of ${state.projectsLimit} exceeded, got ${count}`,
    'PROJECTS_LIMIT_EXCEEDED',
  );
}

export function checkBranchCount(state: NeonState, entry: ProjectEntry): void {
  const { branches } = plans[state.plan];
  if (entry.branches.length < branches) return;
  throw new Refusal(422, `branches limit of ${branches} exceeded`, 'BRANCHES_LIMIT_EXCEEDED');
}

export function checkHistory(state: NeonState, seconds: unknown): void {
  const { history } = plans[state.plan];
  if (typeof seconds === 'number' && seconds > history)
    throw new Refusal(422, `history_retention_seconds must be at most ${history} on your plan`);
}

export function checkCompute(state: NeonState, wanted: EndpointSettings): void {
  const { maxCu } = plans[state.plan];
  const { autoscaling_limit_min_cu: min = 0.25, autoscaling_limit_max_cu: max = min } = wanted;
  if (max > maxCu) throw new Refusal(422, `autoscaling_limit_max_cu must be at most ${maxCu} on your plan`);
  if (min > max) throw new Refusal(400, 'autoscaling_limit_min_cu must not exceed autoscaling_limit_max_cu');
  const suspend = wanted.suspend_timeout_seconds ?? 0;
  if (state.plan === 'free' && suspend !== 0 && suspend !== 300)
    throw new Refusal(422, 'suspend_timeout_seconds cannot be changed on your plan');
  if (suspend > 0 && suspend < 60) throw new Refusal(400, 'suspend_timeout_seconds must be at least 60');
}

export function checkProtected(state: NeonState, wanted: unknown): void {
  if (wanted === true && state.plan === 'free')
    throw new Refusal(422, 'protected branches are not available on your plan');
}
