import { hoursOfDay } from './hour-table.ts';

/**
 * How good forecasts were. Arguments are `days * 24` prices in currency per MWh, of the same days. Percentages of
 * wholesale prices are left out: where prices cross zero they say nothing; {@link retailMape} does.
 */

/** Mean absolute error. */
export function mae(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(actual, (price, index) => Math.abs((forecast[index] as number) - price));
}

/** Mean signed error, forecast minus price. */
export function meanError(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(actual, (price, index) => (forecast[index] as number) - price);
}

/** Root of the mean squared error. */
export function rmse(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return Math.sqrt(meanOver(actual, (price, index) => ((forecast[index] as number) - price) ** 2));
}

/**
 * MAE as a share of the MAE of "the same hour a week before", both judged inside the period, as the open benchmark
 * does it: the first week has no week before it and is left out of the yardstick only.
 */
export function relativeMae(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  const week = 7 * hoursOfDay;
  const later = Array.from(actual).slice(week);
  return mae(forecast, actual) / mae(actual, later);
}

/** Sum of absolute errors over the sum of absolute prices, in percent. */
export function wape(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return (100 * mae(forecast, actual)) / meanOver(actual, Math.abs);
}

/** Symmetric MAPE in percent, `200 |f - p| / (|f| + |p|)`. */
export function smape(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(actual, (price, index) => {
    const value = forecast[index] as number;
    const size = Math.abs(value) + Math.abs(price);
    return size === 0 ? 0 : (200 * Math.abs(value - price)) / size;
  });
}

/** Fees and taxes before VAT that a household pays on top of the market, currency per MWh, and the VAT. */
const retail = { fees: 150, vat: 1.19 };

/** Mean absolute error of the price that a household pays (market + 0.15 a kWh, with VAT), in percent of it. */
export function retailMape(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(actual, (price, index) => {
    const paid = (price + retail.fees) * retail.vat;
    const expected = ((forecast[index] as number) + retail.fees) * retail.vat;
    // A market price near minus the fees makes the paid price cross zero; a cent per kWh is the least to divide by.
    return (100 * Math.abs(expected - paid)) / Math.max(Math.abs(paid), 10);
  });
}

/** Mean pinball loss of the `share` quantile. */
export function pinball(quantile: ArrayLike<number>, actual: ArrayLike<number>, share: number): number {
  return meanOver(actual, (price, index) => {
    const distance = price - (quantile[index] as number);
    return distance >= 0 ? share * distance : (share - 1) * distance;
  });
}

/** Share of the prices that lie between two quantiles. */
export function coverage(low: ArrayLike<number>, high: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(actual, (price, index) =>
    price >= (low[index] as number) && price <= (high[index] as number) ? 1 : 0,
  );
}

/**
 * Percent of the saving of perfect foresight that is kept when each day's `count` cheapest hours are chosen by the
 * forecast; saving against the mean price of the day.
 */
export function savingCaptured(forecast: ArrayLike<number>, actual: ArrayLike<number>, count = 4): number {
  let captured = 0;
  let possible = 0;
  for (let from = 0; from < actual.length; from += hoursOfDay) {
    const hours = Array.from({ length: hoursOfDay }, (_, hour) => from + hour);
    const cost = (order: ArrayLike<number>) => {
      const cheapest = [...hours].sort((a, b) => (order[a] as number) - (order[b] as number));
      return cheapest.slice(0, count).reduce((sum, index) => sum + (actual[index] as number), 0) / count;
    };
    const usual = hours.reduce((sum, index) => sum + (actual[index] as number), 0) / hoursOfDay;
    captured += usual - cost(forecast);
    possible += usual - cost(actual);
  }
  return possible > 0 ? (100 * captured) / possible : 100;
}

function meanOver(actual: ArrayLike<number>, of: (price: number, index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < actual.length; index++) sum += of(actual[index] as number, index);
  return sum / actual.length;
}
