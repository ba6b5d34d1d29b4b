import type { Zone } from '../../contract/http.ts';
import { addDays, dayNumber } from '../market-day.ts';
import type { PriceDay } from '../price-day.ts';
import { type Accuracy, accuracyOf } from './accuracy.ts';
import { backtest } from './backtest.ts';
import { type Bands, bandsOf, maxDaysAhead } from './bands.ts';
import { chooseModel } from './choose-model.ts';
import { hourShapeOf } from './hour-shape.ts';
import { type HourTable, hasPrices, hoursOfDay, hourTableOf, localHours } from './hour-table.ts';
import { blenderOf } from './learning/blend.ts';
import { liveForecast } from './learning/live-forecast.ts';
import { emptyState } from './learning/state.ts';
import { rollForward } from './member.ts';
import { type LookBack, learnedPaths, type Nights, withNights } from './nights.ts';
import { withWeather } from './weather.ts';

export type { Nights } from './nights.ts';

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
  /** How good such forecasts were of late; null while there is no day to look back on. */
  accuracy: Accuracy | null;
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
 * @param nights what the nightly learning knows of the zone; without it the members are those that learn at once
 * @returns null when the history has no price at all
 */
export function forecastPrices(
  zone: Zone,
  history: readonly PriceDay[],
  firstDay: string,
  days: number,
  nights: Nights | null = null,
): Forecast | null {
  const earliest = addDays(firstDay, -historyDays);
  const known = history.filter(({ day }) => day < firstDay && day >= earliest);
  const resolutionMinutes = known.findLast((day) => hasPrices(zone, day))?.resolutionMinutes;
  if (!resolutionMinutes) return null;
  const prices = hourTableOf(zone, known, resolutionMinutes);
  if (!prices) return null;
  const missingDays = dayNumber(firstDay) - (prices.firstEpochDay + prices.rows);
  const ahead = missingDays + days;
  const table = withWeather(prices, nights?.weather ?? [], ahead);
  const { members, fallback } = chooseModel(table, missingDays);
  const shape = hourShapeOf(table, 60 / resolutionMinutes);
  // What was learned is of the full model; a simpler one errs in other ways.
  const learned = fallback === null ? nights : null;
  const paths = [
    ...members.map((member) => {
      return {
        name: member.name,
        path: rollForward(member.fit(table, table.rows), table, table.rows, ahead),
      };
    }),
    ...(learned ? learnedPaths(learned, table, ahead) : []),
  ];
  const names = paths.map(({ name }) => name);
  const past = withNights(backtest(members, table, Math.min(ahead, maxDaysAhead)), learned, table, names);
  const blend = blendOf(past);
  const hourPrices = Array.from({ length: ahead }, (_, day) =>
    blend(
      paths.map(({ path }) => path[day] as Float64Array),
      table.firstEpochDay + table.rows + day,
    ),
  );
  const bands = bandsOf(past.forecasts, table, shape, past.state.tailShare);
  const plausible = plausibleOf(table);
  return {
    model: names.join(' + '),
    fallback,
    days: hourPrices.slice(missingDays).map((price, index) => {
      const day = addDays(firstDay, index);
      return spread(zone, day, resolutionMinutes, price.map(plausible), shape, bands, missingDays + index);
    }),
    accuracy: accuracyOf(past, table),
  };
}

/** How the hours of the members become those of the forecast. */
function blendOf({
  state,
  live,
}: LookBack): (hours: readonly Float64Array[], epochDay: number) => Float64Array {
  if (live !== undefined) {
    return (hours, epochDay) => {
      const byName = Object.fromEntries(state.members.map((name, index) => [name, hours[index] ?? []]));
      return Float64Array.from(liveForecast(live, byName, epochDay));
    };
  }
  // A model that only repeats has no bias that would last, nor anything to weigh.
  const [only, ...others] = state.members;
  const blender = blenderOf(only && others.length === 0 ? emptyState([only]) : state);
  return (hours, epochDay) => blender(hours, epochDay).price;
}

/** Keeps a price within the range of the history, half as wide again at either end: what lies beyond is a slip of a model. */
function plausibleOf({ prices }: HourTable): (price: number) => number {
  const least = prices.reduce((a, b) => Math.min(a, b));
  const most = prices.reduce((a, b) => Math.max(a, b));
  const beyond = (most - least) / 2;
  return (price) => Math.min(most + beyond, Math.max(least - beyond, price));
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
