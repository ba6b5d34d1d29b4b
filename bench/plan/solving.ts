import { planAtOnce } from '@eo/app/domain/plan/index.ts';
import type { SolverPool } from '@eo/app/solver/pool.ts';
import { usualSearch } from '@eo/app/solver/search.ts';
import { median, type Result } from '../report.ts';
import { type PlanDay, problemOf } from './days.ts';
import { oneLoad, wholeHouse } from './household.ts';

/** How long plans take, on prices as they came. */
export async function solving(days: readonly PlanDay[], solver: SolverPool): Promise<Result[]> {
  const problems = days.map((day) => problemOf(day, wholeHouse, 'real'));
  await solver.plan(problems[0] as (typeof problems)[number], usualSearch); // Starts the thread.
  const milpMs: number[] = [];
  const gaps: number[] = [];
  for (const problem of problems) {
    const started = performance.now();
    const { gap, violations } = await solver.plan(problem, usualSearch);
    if (violations.length > 0) throw new Error(violations[0]?.message);
    milpMs.push(performance.now() - started);
    gaps.push(gap);
  }
  return [
    { name: 'milp_median_ms', value: median(milpMs), unit: 'ms', goal: { atMost: 1_500 } },
    { name: 'milp_worst_ms', value: Math.max(...milpMs), unit: 'ms', goal: null },
    { name: 'milp_worst_gap', value: 100 * Math.max(...gaps), unit: '%', goal: null },
    { name: 'greedy_ms', value: greedyMs(days), unit: 'ms', goal: { atMost: 5 } },
  ];
}

function greedyMs(days: readonly PlanDay[]): number {
  const problems = days.map((day) => problemOf(day, oneLoad, 'real'));
  const times = problems.map((problem) => {
    const started = performance.now();
    if (!planAtOnce(problem)) throw new Error('A single load needs no search.');
    return performance.now() - started;
  });
  return median(times);
}
