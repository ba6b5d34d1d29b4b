import type {
  AccuracyHistoryResponse,
  AccuracyResponse,
  CheapestWindowResponse,
  CurrentPriceResponse,
  ForecastResponse,
  PricesResponse,
  ZonesResponse,
} from '@eo/app/contract/http.ts';
import type { PlanRequest, PlanResponse } from '@eo/app/contract/plan.ts';
import type {
  CompareTariffsRequest,
  CompareTariffsResponse,
  TariffPricesResponse,
} from '@eo/app/contract/tariff.ts';
import { errorOf, get, post, readAnswer } from './http.ts';

type Asked<Request> = {
  [Key in keyof Request]?: Request[Key] extends (infer Item)[] ? Asked<Item>[] : Request[Key];
};

/** A request for a plan; what is left out is as the API has it by default. */
export interface PlanBody {
  zone: string;
  hours?: number;
  household?: Asked<PlanRequest['household']>;
  devices: Asked<PlanRequest['devices']>;
}

/** Tariffs to compare; what is left out is as the API has it by default. */
export type CompareBody = Asked<CompareTariffsRequest> & { zone: string };

/** Market days, `to` not included. */
export interface DayRange {
  from: string;
  to: string;
}

/** What everybody may ask; every function rejects with an ApiError. */
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
  accuracy: (zone: string, signal: AbortSignal) =>
    get<AccuracyResponse>('/forecasts/accuracy', { zone }, signal),
  /** The last ninety judged days. */
  accuracyHistory: (zone: string, signal: AbortSignal) =>
    get<AccuracyHistoryResponse>('/forecasts/accuracy/history', { zone }, signal),
  /** What a household pays from now on, by a usual contract of the country. */
  paidPrices: async (zone: string, hours: number, signal: AbortSignal) =>
    readAnswer<TariffPricesResponse>(
      await post('/tariffs/prices', { zone, hours }, 'application/json', signal),
    ),
  compareTariffs: async (request: CompareBody, signal: AbortSignal) =>
    readAnswer<CompareTariffsResponse>(await post('/tariffs/compare', request, 'application/json', signal)),
  plan: async (request: PlanBody, signal: AbortSignal) =>
    readAnswer<PlanResponse>(await post('/plans', request, 'application/json', signal)),
  /** The same plan as a file for calendars. */
  planCalendar: async (request: PlanBody, signal: AbortSignal): Promise<Blob> => {
    const response = await post('/plans', request, 'text/calendar', signal);
    if (!response.ok) throw errorOf(response, await response.json().catch(() => null));
    return response.blob();
  },
};
