import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { NoPlanInTimeError, type Plan, searchPlan } from '../domain/plan/index.ts';
import type { PlanProblem } from '../domain/plan/problem.ts';
import { createSolver } from './highs.ts';
import type { SolveOptions } from './search.ts';

/** The thread that searches: answers each problem with its plan, or with why there is none. */
export interface PlanTask {
  problem: PlanProblem;
  options: SolveOptions;
}
export type PlanAnswer = { plan: Plan } | { error: string; isOutOfTime: boolean };

const port = parentPort;
if (!port) throw new Error('The solver runs in a worker thread; start it through the pool.');
// A search gives way to requests. On Linux this is the priority of the calling thread, elsewhere of the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
const solver = await createSolver();
port.on('message', async ({ problem, options }: PlanTask) => {
  port.postMessage(await answerTo(problem, options));
});

async function answerTo(problem: PlanProblem, options: SolveOptions): Promise<PlanAnswer> {
  try {
    return { plan: await searchPlan(problem, async (model) => solver(model, options)) };
  } catch (error) {
    const isOutOfTime = error instanceof NoPlanInTimeError;
    return { error: error instanceof Error ? error.message : String(error), isOutOfTime };
  }
}
