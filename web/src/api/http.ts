import type { PlanProblem, PlanResponse } from '@eo/app/contract/plan.ts';
import type { Problem, ProblemCode } from '@eo/app/contract/problem.ts';
import { problemWords } from '../texts/translation.ts';

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
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const address = parameters.size > 0 ? `${path}?${parameters}` : path;
  return ask(address, { headers: { accept: 'application/json' }, signal }).then(readAnswer<Answer>);
}

/** Posts a body that changes nothing of an account. */
export function post(path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept, 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}

export function ask(address: string, init: RequestInit): Promise<Response> {
  return fetch(`/api/v1${address}`, init).catch(() => {
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
