import type {
  CheapestWindowResponse,
  CurrentPriceResponse,
  ForecastResponse,
  PricesResponse,
  ZonesResponse,
} from '@eo/app/contract/http.ts';
import type { Problem, ProblemCode } from '@eo/app/contract/problem.ts';

/** Codes that another try can cure. */
const passing: readonly string[] = [
  'offline',
  'too-many-requests',
  'internal-error',
  'dependency-unavailable',
] satisfies (ProblemCode | 'offline')[];

/** An answer that was an error; `code` is the problem's, or `offline` when nothing answered. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether it may pass by itself: then what was loaded before still stands. */
  get isPassing(): boolean {
    return passing.includes(this.code);
  }
}

async function get<Answer>(
  path: string,
  query: Record<string, string | number>,
  signal: AbortSignal,
): Promise<Answer> {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const address = parameters.size > 0 ? `/api/v1${path}?${parameters}` : `/api/v1${path}`;
  const response = await fetch(address, { headers: { accept: 'application/json' }, signal }).catch(() => {
    throw new ApiError('offline', 'The server does not answer.');
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body) return body as Answer;
  const problem = body as Partial<Problem> | null;
  throw new ApiError(
    problem?.code ?? 'internal-error',
    problem?.detail ?? `The server answered ${response.status}.`,
  );
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
};
