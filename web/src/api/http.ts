import type { PlanProblem, PlanResponse } from '@eo/app/contract/plan.ts';
import type { Problem, ProblemCode } from '@eo/app/contract/problem.ts';
import { problemWords } from '../texts/translation.ts';
import { addressOf } from './address.ts';
import { takeEarlyAnswer } from './early-answers.ts';

/** How the API is asked, and how its errors are told; every function rejects with {@link ApiError}. */

/** Codes that another try can cure. */
const passing: readonly string[] = [
  'offline',
  'too-many-requests',
  'internal-error',
  'dependency-unavailable',
  'planner-busy',
] satisfies (ProblemCode | 'offline')[];

/** An answer that was an error; `code` is the problem's, or `offline` when nothing answered. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly code: string,
    message: string,
    /** For a plan that cannot be: the one that is nearest to it. */
    readonly nearestPlan: PlanResponse | null = null,
  ) {
    super(message);
  }

  /** Whether it may pass by itself: then what was loaded before still stands. */
  get isPassing(): boolean {
    return passing.includes(this.code);
  }
}

/** Reads a path of the API with a query. */
export function get<Answer>(
  path: string,
  query: Record<string, string | number>,
  signal: AbortSignal,
): Promise<Answer> {
  const address = addressOf(path, query);
  const answer =
    takeEarlyAnswer(address) ?? fetch(address, { headers: { accept: 'application/json' }, signal });
  return orOffline(answer).then(readAnswer<Answer>);
}

/** Posts a body that changes nothing of an account. */
export function post(path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept, 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}

/** Asks a path of the API. */
export const ask = (path: string, init: RequestInit): Promise<Response> =>
  orOffline(fetch(addressOf(path), init));

function orOffline(answer: Promise<Response>): Promise<Response> {
  return answer.catch(() => {
    throw new ApiError('offline', problemWords('offline') ?? 'The server does not answer.');
  });
}

export async function readAnswer<Answer>(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body) return body as Answer;
  throw errorOf(response, body as Partial<PlanProblem & Problem> | null);
}

export function errorOf(response: Response, problem: Partial<PlanProblem & Problem> | null): ApiError {
  const code = problem?.code ?? 'internal-error';
  return new ApiError(
    code,
    problemWords(code) ?? problem?.detail ?? `The server answered ${response.status}.`,
    problem?.nearestPlan ?? null,
  );
}
