import type { Zone } from '../contract/http.ts';
import type { PlanRequest, PlanResponse } from '../contract/plan.ts';
import { NoPlanInTimeError, type Plan, planAtOnce } from '../domain/plan/index.ts';
import type { PlanProblem } from '../domain/plan/problem.ts';
import { PlanRequestError, readPlanRequest } from '../domain/plan/request/index.ts';
import type { Violation } from '../domain/plan/violations.ts';
import { SolverBusyError } from '../solver/pool.ts';
import { usualSearch } from '../solver/search.ts';
import { planAnswer } from './answers/plan.ts';
import type { Context } from './context.ts';
import type { PlanOutcome } from './plugins/metrics.ts';
import { priceCurve } from './price-curve.ts';
import { ProblemError } from './problem.ts';
import { tariffOf } from './tariff-of.ts';
import { zoneOf } from './zone-of.ts';

/** A slot that has begun is not planned, so that the curve has to reach further than the plan. */
const beginHours = 1;

/**
 * Makes the plan that a request asks for, of published prices as far as there are and forecast ones after them.
 *
 * @throws ProblemError when the request makes no sense, no plan can keep it, or there is too much to do
 */
export async function plan(context: Context, request: PlanRequest): Promise<PlanResponse> {
  const stop = context.metrics.planSeconds.startTimer();
  const count = (outcome: PlanOutcome): void => context.metrics.plans.inc({ outcome });
  try {
    const answer = await answerTo(context, request, count);
    count(answer.method);
    return answer;
  } finally {
    stop();
  }
}

/**
 * Refuses a request that no plan can be made of, however the prices are. One that cannot be kept today may be stored.
 *
 * @throws ProblemError naming the part of the request that makes no sense
 */
export async function refuseSenseless(context: Context, request: PlanRequest): Promise<void> {
  try {
    await readRequest(context, request);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'no-prices') throw error;
  }
}

async function answerTo(
  context: Context,
  request: PlanRequest,
  count: (outcome: PlanOutcome) => void,
): Promise<PlanResponse> {
  const asked = await readRequest(context, request);
  const made = planAtOnce(asked.problem) ?? (await searchOf(context, asked.problem, count));
  const answer = planAnswer({ ...asked, plan: made, request });
  if (made.violations.length === 0) return answer;
  count('impossible');
  throw impossible(request, made, answer);
}

/** What a request means, under the prices that are known or forecast now. */
async function readRequest(context: Context, request: PlanRequest) {
  const zone = zoneOf(request.zone, 'body.zone');
  const tariff = tariffOf(zone, request.tariff);
  const nowMs = context.now();
  const curve = await priceCurve(context, zone, request.hours + beginHours);
  const problem = read(() => readPlanRequest(request, tariff, curve.slots, zone.displayTimeZone, nowMs));
  refuseWithoutPrices(zone, problem);
  return { zone, tariff, nowMs, curve, problem };
}

async function searchOf(
  { solver }: Context,
  problem: PlanProblem,
  count: (outcome: PlanOutcome) => void,
): Promise<Plan> {
  try {
    return await solver.plan(problem, usualSearch);
  } catch (error) {
    count(error instanceof SolverBusyError ? 'busy' : 'failed');
    throw problemOf(error);
  }
}

function read(reading: () => PlanProblem): PlanProblem {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof PlanRequestError)) throw error;
    throw new ProblemError('invalid-request', error.message, [
      { path: `body.${error.path}`, message: error.message },
    ]);
  }
}

function refuseWithoutPrices(zone: Zone, { slots }: PlanProblem): void {
  if (slots.length === 0)
    throw new ProblemError('no-prices', `${zone.id} has no prices to plan with. Try again in some minutes.`);
}

function problemOf(error: unknown): unknown {
  if (error instanceof SolverBusyError)
    return new ProblemError('planner-busy', error.message, [], error.retryAfterSeconds);
  if (error instanceof NoPlanInTimeError) return new ProblemError('planner-busy', error.message, [], 5);
  return error;
}

function impossible(request: PlanRequest, { violations }: Plan, nearestPlan: PlanResponse): ProblemError {
  const errors = violations.map(({ device, message }) => ({ path: pathOf(request, device), message }));
  const detail = violations.map(({ message }) => message).join(' ');
  return new ProblemError('impossible-plan', detail, errors, null, { nearestPlan });
}

/** Where a device stands in the request. */
function pathOf({ devices }: PlanRequest, id: Violation['device']): string {
  for (const [kind, list] of Object.entries(devices)) {
    const index = list.findIndex((device) => device.id === id);
    if (index >= 0) return `body.devices.${kind}.${index}`;
  }
  return 'body.household.importLimitKw';
}
