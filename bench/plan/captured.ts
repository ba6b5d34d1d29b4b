import type { PlanRequest } from '@eo/app/contract/plan.ts';
import { type Plan, planAtOnce } from '@eo/app/domain/plan/index.ts';
import type { PlanProblem } from '@eo/app/domain/plan/problem.ts';
import { costOf } from '@eo/app/domain/plan/schedule.ts';
import { startNowCost, startNowSchedule } from '@eo/app/domain/plan/start-now.ts';
import type { SolverPool } from '@eo/app/solver/pool.ts';
import { usualSearch } from '@eo/app/solver/search.ts';
import type { Result } from '../report.ts';
import { type PlanDay, problemOf } from './days.ts';
import { oneLoad, wholeHouse } from './household.ts';

/**
 * The share of what plans with perfect foresight save that plans on forecast prices save, both paid at the prices as
 * they came. Each plan is made at 11:00, when of 48 hours the prices of 13 are known, and is not made again when more
 * are published: what the planner really reaches is more.
 */
export async function captured(days: readonly PlanDay[], solver: SolverPool): Promise<Result[]> {
  const zone = days[0]?.zone.id;
  const result = (name: string, value: number): Result => ({ name, value, unit: '×', goal: null });
  return [
    result(`captured_car_${zone}`, await shareOf(days, oneLoad, solver)),
    result(`captured_house_${zone}`, await shareOf(days, wholeHouse, solver)),
  ];
}

type Household = Pick<PlanRequest, 'hours' | 'household' | 'devices'>;

async function shareOf(days: readonly PlanDay[], household: Household, solver: SolverPool): Promise<number> {
  const savings = { real: 0, forecast: 0 };
  for (const day of days) {
    const paid = problemOf(day, household, 'real');
    savings.real += savingOf(paid, await planOf(paid, solver));
    savings.forecast += savingOf(paid, await planOf(problemOf(day, household, 'forecast'), solver));
  }
  return savings.forecast / savings.real;
}

const planOf = async (problem: PlanProblem, solver: SolverPool): Promise<Plan> =>
  planAtOnce(problem) ?? (await solver.plan(problem, usualSearch));

/** What a plan saves against starting now, at the prices of the problem. */
function savingOf(problem: PlanProblem, { schedule }: Plan): number {
  const startNow = startNowSchedule(problem, schedule.leftOut);
  return startNowCost(problem, startNow, schedule) - costOf(problem, schedule);
}
