import type {
  CheapestWindowResponse,
  CurrentPriceResponse,
  ForecastResponse,
  PricesResponse,
  ZonesResponse,
} from '@eo/app/contract/http.ts';
import type { Problem } from '@eo/app/contract/problem.ts';

/** An answer that was an error; `code` is the problem's, or `offline` when nothing answered. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

async function get<Answer>(path: string, query: Record<string, string | number>): Promise<Answer> {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const response = await fetch(`/api/v1${path}?${parameters}`, {
    headers: { accept: 'application/json' },
  }).catch(() => {
    throw new ApiError('offline', 'The server does not answer.');
  });
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new ApiError(
    problem?.code ?? 'internal-error',
    problem?.detail ?? `The server answered ${response.status}.`,
  );
}

/** The API of the contract; every function rejects with {@link ApiError}. */
export const api = {
  zones: () => get<ZonesResponse>('/zones', {}),
  prices: (zone: string, range: { from: string; to: string } | null) =>
    get<PricesResponse>('/prices', { zone, ...range }),
  current: (zone: string) => get<CurrentPriceResponse>('/prices/current', { zone }),
  cheapest: (zone: string, minutes: number) =>
    get<CheapestWindowResponse>('/prices/cheapest-window', { zone, minutes }),
  forecast: (zone: string) => get<ForecastResponse>('/forecasts', { zone, hours: 48 }),
};
