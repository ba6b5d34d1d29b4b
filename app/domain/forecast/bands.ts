import type { PastForecast } from './backtest.ts';
import { type HourTable, hoursOfDay } from './hour-table.ts';
import { quantileSorted } from './statistics.ts';

/** How wrong forecasts were of late, by days ahead and hour (with its neighbours). */
export interface Bands {
  /** Lower and upper distance from the forecast for a day ahead (0 is the first) and a local hour, per MWh. */
  at(daysAhead: number, hour: number): { below: number; above: number };
}

/** Beyond this many days ahead the band does not widen any more. */
export const maxDaysAhead = 7;
/** Fewer errors than this around one hour, and the errors of all hours are taken together. */
const minSamples = 10;

/**
 * @param shape usual course inside the hour, as added to the forecast; what is left of it counts as error
 * @param tailShare share of past errors left out at either end
 */
export function bandsOf(
  forecasts: readonly PastForecast[],
  table: HourTable,
  shape: Float64Array,
  tailShare: number,
): Bands {
  const horizon = 1 + Math.max(0, ...forecasts.map(({ daysAhead }) => daysAhead));
  const quantiles = Array.from({ length: horizon }, (_, ahead) => {
    const ofDay = forecasts.filter(({ daysAhead }) => daysAhead === ahead);
    return distancesByHour(errorsByHour(ofDay, table, shape), table, tailShare);
  });
  return { at: (ahead, hour) => quantiles[Math.min(ahead, horizon - 1)]?.[hour] ?? { below: 0, above: 0 } };
}

/** Price minus forecast, one for each interval of each day, by local hour. */
function errorsByHour(forecasts: readonly PastForecast[], table: HourTable, shape: Float64Array): number[][] {
  const byHour = Array.from({ length: hoursOfDay }, (): number[] => []);
  const perHour = shape.length / hoursOfDay;
  for (const { row, price } of forecasts) {
    if (table.imputedHours[row] !== 0) continue;
    const within = table.withinHour[row];
    byHour.forEach((samples, hour) => {
      const error = (table.prices[row * hoursOfDay + hour] as number) - (price[hour] as number);
      for (let index = hour * perHour; index < (hour + 1) * perHour; index++) {
        samples.push(within ? error + (within[index] as number) - (shape[index] as number) : error);
      }
    });
  }
  return byHour;
}

function distancesByHour(byHour: readonly number[][], table: HourTable, tailShare: number) {
  const pooled = byHour.flat();
  return byHour.map((_, hour) => {
    const around = byHour.slice(Math.max(0, hour - 1), hour + 2).flat();
    const samples = [around, pooled].find((errors) => errors.length >= minSamples) ?? spreadOf(table);
    const sorted = Float64Array.from(samples).sort();
    return {
      below: Math.min(0, quantileSorted(sorted, tailShare)),
      above: Math.max(0, quantileSorted(sorted, 1 - tailShare)),
    };
  });
}

/** Without any error to look back on: how far prices lie from their mean. */
function spreadOf(table: HourTable): number[] {
  const mean = table.prices.reduce((sum, price) => sum + price, 0) / table.prices.length;
  return Array.from(table.prices, (price) => price - mean);
}
