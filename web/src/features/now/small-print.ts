import type { CurrentPriceResponse, ForecastResponse, PricesResponse } from '@eo/app/contract/http.ts';
import { texts } from '../../texts/index.ts';
import { formatAge } from '../../time.ts';

/** Where the prices come from and how new they are. */
export interface SmallPrint {
  /** Made up, or recorded on another day: this is told loudly. */
  isSimulated: boolean;
  /** "energy-charts.info, CC BY 4.0", once each. */
  labels: string[];
  /** "checked 4 min ago". */
  age: string;
  /** Members of the forecast; null when none is shown. */
  model: string | null;
  timeZone: string;
}

/** Null while nothing is loaded. */
export function smallPrintOf(
  prices: PricesResponse | null,
  forecast: ForecastResponse | null,
  current: CurrentPriceResponse | null,
  nowMs: number,
): SmallPrint | null {
  if (!prices) return null;
  const sources = [...prices.sources, ...(current ? [current.source] : [])];
  const { checkedAt } = prices.freshness;
  const hasForecast = forecast?.slots.some(({ kind }) => kind === 'forecast') ?? false;
  return {
    isSimulated: sources.some(({ simulated }) => simulated) || (hasForecast && forecast?.simulated === true),
    labels: [...new Set(sources.map(({ label }) => label))],
    age:
      checkedAt === null
        ? texts.source.neverChecked
        : texts.source.checked(formatAge(Date.parse(checkedAt), nowMs)),
    model: hasForecast ? (forecast?.model ?? null) : null,
    timeZone: prices.timeZone,
  };
}
