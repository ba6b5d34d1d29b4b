import type {
  CheapestWindowResponse,
  CurrentPriceResponse,
  ForecastResponse,
  PricesResponse,
  ZonesResponse,
} from '@eo/app/contract/http.ts';
import type { PlanProblem, PlanRequest, PlanResponse } from '@eo/app/contract/plan.ts';
import type { Problem, ProblemCode } from '@eo/app/contract/problem.ts';

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

function get<Answer>(
  path: string,
  query: Record<string, string | number>,
  signal: AbortSignal,
): Promise<Answer> {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const address = parameters.size > 0 ? `${path}?${parameters}` : path;
  return ask(address, { headers: { accept: 'application/json' }, signal }).then(readAnswer<Answer>);
}

function post(path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept, 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}

function ask(address: string, init: RequestInit): Promise<Response> {
  return fetch(`/api/v1${address}`, init).catch(() => {
    throw new ApiError('offline', 'The server does not answer.');
  });
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body) return body as Answer;
  throw errorOf(response, body as Partial<PlanProblem & Problem> | null);
}

function errorOf(response: Response, problem: Partial<PlanProblem & Problem> | null): ApiError {
  return new ApiError(
    problem?.code ?? 'internal-error',
    problem?.detail ?? `The server answered ${response.status}.`,
    problem?.nearestPlan ?? null,
  );
}

type Asked<Request> = {
  [Key in keyof Request]?: Request[Key] extends (infer Item)[] ? Asked<Item>[] : Request[Key];
};

/** A request for a plan; what is left out is as the API has it by default. */
export interface PlanBody {
  zone: string;
  hours?: number;
  devices: Asked<PlanRequest['devices']>;
}

/** Market days, `to` not included. */
export interface DayRange {
  from: string;
  to: string;
}

/** The API of the contract; every function rejects with {@link ApiError}. */
export const api = {
  zones: (signal: AbortSignal) => get<ZonesResponse>('/zones', {}, signal),
  /** Without a range: today and tomorrow. */
  prices: (zone: string, range: DayRange | null, signal: AbortSignal) =>
    get<PricesResponse>('/prices', { zone, ...range }, signal),
  current: (zone: string, signal: AbortSignal) =>
    get<CurrentPriceResponse>('/prices/current', { zone }, signal),
  /** Without a range: from now until the end of tomorrow. */
  cheapest: (zone: string, minutes: number, range: DayRange | null, signal: AbortSignal) =>
    get<CheapestWindowResponse>('/prices/cheapest-window', { zone, minutes, ...range }, signal),
  forecast: (zone: string, hours: number, signal: AbortSignal) =>
    get<ForecastResponse>('/forecasts', { zone, hours }, signal),
  plan: async (request: PlanBody, signal: AbortSignal) =>
    readAnswer<PlanResponse>(await post('/plans', request, 'application/json', signal)),
  /** The same plan as a file for calendars. */
  planCalendar: async (request: PlanBody, signal: AbortSignal): Promise<Blob> => {
    const response = await post('/plans', request, 'text/calendar', signal);
    if (!response.ok) throw errorOf(response, await response.json().catch(() => null));
    return response.blob();
  },
};
