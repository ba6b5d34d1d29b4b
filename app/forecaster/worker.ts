import { parentPort } from 'node:worker_threads';
import type { Zone } from '../contract/http.ts';
import { type Forecast, forecastPrices, type Nights } from '../domain/forecast/index.ts';
import type { PriceDay } from '../domain/price-day.ts';

/** What is to be forecast; see {@link forecastPrices}. */
export interface ForecastTask {
  zone: Zone;
  history: readonly PriceDay[];
  firstDay: string;
  days: number;
  nights: Nights | null;
}

export interface Made {
  forecast: Forecast | null;
  /** Time it took, without the time it waited. */
  seconds: number;
}

export type ForecastQuestion = ForecastTask & { id: number };
export type ForecastAnswer = { id: number } & ({ made: Made } | { error: string });

const port = parentPort;
if (!port) throw new Error('Forecasts are made in a worker thread; start it through ForecastThread.');
port.on('message', ({ id, ...task }: ForecastQuestion) => {
  port.postMessage({ id, ...answerTo(task) });
});

/** The thread answers, whatever happens: nobody waits for ever. */
function answerTo({
  zone,
  history,
  firstDay,
  days,
  nights,
}: ForecastTask): { made: Made } | { error: string } {
  const startedMs = performance.now();
  try {
    const forecast = forecastPrices(zone, history, firstDay, days, nights);
    return { made: { forecast, seconds: (performance.now() - startedMs) / 1000 } };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
