import { brokenRules } from './check.ts';
import { greedyPlan } from './greedy.ts';
import { planModelOf } from './model/index.ts';
import type { LinearModel, Solution } from './model/linear-model.ts';
import type { PlanProblem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import { type Violation, violationsOf } from './violations.ts';

/** Finds the optimum of a model. */
export type Solve = (model: LinearModel) => Promise<Solution>;

export interface Plan {
  schedule: Schedule;
  method: 'greedy' | 'milp';
  /** The optimum is at most this share cheaper; 0 when proven. */
  gap: number;
  /** Wishes that cannot be kept, empty for a plan that keeps all; then this is the nearest plan. */
  violations: Violation[];
}

/** Thrown when the solver found no plan in its time. */
export class NoPlanInTimeError extends Error {
  override name = 'NoPlanInTimeError';
  constructor() {
    super('No plan was found in time. Ask for fewer devices or fewer hours.');
  }
}

/**
 * The cheapest plan, in milliseconds, where each load can be placed by itself; null where they have to be searched for
 * together.
 *
 * @throws Error when the plan breaks a rule, which is a defect of ours
 */
export function planAtOnce(problem: PlanProblem): Plan | null {
  const schedule = greedyPlan(problem);
  return schedule && checked(problem, { schedule, method: 'greedy', gap: 0, violations: [] });
}

/**
 * Searches the cheapest plan that keeps every wish; when there is none, the one that breaks them least, and of these
 * the cheapest. Builds large models: as the search itself, nothing for a thread that answers requests.
 *
 * @throws NoPlanInTimeError when the solver ran out of time without any plan
 * @throws Error when a plan breaks a rule, which is a defect of ours
 */
export async function searchPlan(problem: PlanProblem, solve: Solve): Promise<Plan> {
  const model = planModelOf(problem, { elastic: false });
  const { status, values, gap } = await solve(model.builder.build());
  if (status === 'infeasible') return nearestPlan(problem, solve);
  if (!values) throw new NoPlanInTimeError();
  return checked(problem, { schedule: model.read(values), method: 'milp', gap, violations: [] });
}

/** First as near as possible to what was asked for, then as cheap as possible at that. */
async function nearestPlan(problem: PlanProblem, solve: Solve): Promise<Plan> {
  const { builder, read } = planModelOf(problem, { elastic: true });
  const nearest = await solve(builder.build('penalty'));
  if (!nearest.values) throw new NoPlanInTimeError();
  const least = builder.penalties.reduce(
    (sum, [column, penalty]) => sum + penalty * (nearest.values?.[column] ?? 0),
    0,
  );
  builder.atMost(least * (1 + 1e-6) + 1e-3, builder.penalties);
  const { values, gap } = await solve(builder.build('cost'));
  const schedule = read(values ?? nearest.values);
  return { schedule, method: 'milp', gap, violations: violationsOf(problem, schedule) };
}

function checked(problem: PlanProblem, plan: Plan): Plan {
  const broken = brokenRules(problem, plan.schedule);
  if (broken.length > 0) throw new Error(`The plan breaks its own rules: ${broken.join('; ')}.`);
  return plan;
}
