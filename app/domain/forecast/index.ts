import type { Zone } from '../../contract/http.ts';
import { addDays, dayNumber } from '../market-day.ts';
import type { PriceDay } from '../price-day.ts';
import { type Bands, bandsOf } from './bands.ts';
import { chooseModel } from './choose-model.ts';
import { hourShapeOf } from './hour-shape.ts';
import { hasPrices, hoursOfDay, hourTableOf, localHours } from './hour-table.ts';
import { rollForward } from './member.ts';

/** The forecast of one market day, in the length and resolution of that day. Every number is finite. */
export interface ForecastDay {
  /** `YYYY-MM-DD` in the zone's market time zone. */
  day: string;
  resolutionMinutes: number;
  /** Currency per MWh, one for each interval from the start of the market day: 92, 96 or 100 quarters. */
  price: number[];
  /** Lower end of the 80 % band, never above `price`. */
  p10: number[];
  /** Upper end of the 80 % band, never below `price`. */
  p90: number[];
}

export interface Forecast {
  /** Members that took part, joined by ` + `. */
  model: string;
  /** Why a simpler model was used; null when the full one was. */
  fallback: string | null;
  days: ForecastDay[];
}

/** Days of history that are looked at: the longest window, its lags, and the days looked back on for the band. */
const historyDays = 364 + 7 + 56;

/**
 * Forecasts market days from the prices before them. Pure: the same history gives the same numbers, and nothing
 * on or after `firstDay` is looked at.
 *
 * @param history sorted by day, best 427 days and more that end the day before `firstDay`; missing days,
 *   missing prices and a change of resolution are allowed, and so is an earlier end (then the days between are
 *   forecast too, and not returned)
 * @param firstDay `YYYY-MM-DD`
 * @param days how many days from `firstDay` on; later ones learn from the forecasts of earlier ones
 * @returns null when the history has no price at all
 */
export function forecastPrices(
  zone: Zone,
  history: readonly PriceDay[],
  firstDay: string,
  days: number,
): Forecast | null {
  const earliest = addDays(firstDay, -historyDays);
  const past = history.filter(({ day }) => day < firstDay && day >= earliest);
  const resolutionMinutes = past.findLast((day) => hasPrices(zone, day))?.resolutionMinutes;
  if (!resolutionMinutes) return null;
  const table = hourTableOf(zone, past, resolutionMinutes);
  if (!table) return null;
  const missingDays = dayNumber(firstDay) - (table.firstEpochDay + table.rows);
  const { member, fallback } = chooseModel(table, missingDays);
  const shape = hourShapeOf(table, 60 / resolutionMinutes);
  const ahead = missingDays + days;
  const forecaster = member.fit(table, table.rows);
  const hours = rollForward(forecaster, table, table.rows, ahead).slice(missingDays);
  const bands = bandsOf(member, table, shape, ahead);
  return {
    model: member.name,
    fallback,
    days: hours.map((ofDay, index) => {
      const day = addDays(firstDay, index);
      return spread(zone, day, resolutionMinutes, ofDay, shape, bands, missingDays + index);
    }),
  };
}

/** Lays 24 local hours out over the intervals of a market day, the short and the long one included. */
function spread(
  zone: Zone,
  day: string,
  resolutionMinutes: number,
  hourPrices: Float64Array,
  shape: Float64Array,
  bands: Bands,
  daysAhead: number,
): ForecastDay {
  const perHour = shape.length / hoursOfDay;
  const hours = localHours(zone, day, resolutionMinutes);
  const price = hours.map((hour, index) => {
    return cents((hourPrices[hour] as number) + (shape[hour * perHour + (index % perHour)] as number));
  });
  const band = hours.map((hour) => bands.at(daysAhead, hour));
  return {
    day,
    resolutionMinutes,
    price,
    p10: band.map(({ below }, index) => cents((price[index] as number) + below)),
    p90: band.map(({ above }, index) => cents((price[index] as number) + above)),
  };
}

/** Prices are published to a cent per MWh. */
function cents(price: number): number {
  return Math.round(price * 100) / 100;
}
