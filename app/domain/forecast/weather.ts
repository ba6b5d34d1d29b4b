import { dayNumber } from '../market-day.ts';
import { type HourTable, hoursOfDay } from './hour-table.ts';

/** The weather of a market day as it was forecast the day before: 24 local hours of each, means over the zone. */
export interface WeatherDay {
  /** `YYYY-MM-DD` in the zone's market time zone. */
  day: string;
  /** Speed 10 m above the ground, m/s. */
  wind: readonly number[];
  /** From sun and sky on level ground, W/m². */
  radiation: readonly number[];
  /** 2 m above the ground, °C. */
  temperature: readonly number[];
}

/** What of the weather the members see, in this order. */
const seriesNames = ['wind', 'radiation', 'temperature'] as const;

/** Rows of history that weather must cover, where there are so many: the longest window that is fitted at once, and the days looked back on. */
const leastRows = 364 + 7 + 56;
/** Days at the end that may lack a forecast of the weather: they repeat the day before. */
const mostMissingAhead = 2;
const mostMissingShare = 0.05;

/**
 * The table with the weather as series that the members learn from, where it is known for enough of the past and for
 * the days ahead; else the table as it is. The rows before the first weather are left out.
 *
 * @param weather of any days, in any order
 * @param ahead days after the last row that are to be forecast
 */
export function withWeather(table: HourTable, weather: readonly WeatherDay[], ahead: number): HourTable {
  const byRow = new Map(
    weather.filter(isWhole).map((day) => [dayNumber(day.day) - table.firstEpochDay, day]),
  );
  const rows = table.rows + ahead;
  const isKnown = Array.from({ length: rows }, (_, row) => byRow.has(row));
  const first = isKnown.indexOf(true);
  const missing = isKnown.slice(first).filter((known) => !known).length;
  const isEnough =
    first >= 0 &&
    first <= Math.max(0, table.rows - leastRows) &&
    rows - 1 - isKnown.lastIndexOf(true) <= mostMissingAhead &&
    missing <= mostMissingShare * (rows - first) + mostMissingAhead;
  if (!isEnough) return table;
  return {
    ...fromRow(table, first),
    exogenous: seriesNames.map((name) => seriesOf(name, byRow, first, rows)),
  };
}

function isWhole(day: WeatherDay): boolean {
  return seriesNames.every((name) => day[name].length === hoursOfDay && day[name].every(Number.isFinite));
}

/** Hours of the rows `first` up to and without `end`; a row without weather has that of the row before. */
function seriesOf(
  name: (typeof seriesNames)[number],
  byRow: ReadonlyMap<number, WeatherDay>,
  first: number,
  end: number,
): Float64Array {
  const series = new Float64Array((end - first) * hoursOfDay);
  let last: readonly number[] = [];
  for (let row = first; row < end; row++) {
    last = byRow.get(row)?.[name] ?? last;
    series.set(last, (row - first) * hoursOfDay);
  }
  return series;
}

function fromRow(table: HourTable, first: number): HourTable {
  return {
    ...table,
    firstEpochDay: table.firstEpochDay + first,
    rows: table.rows - first,
    prices: table.prices.slice(first * hoursOfDay),
    imputedHours: table.imputedHours.slice(first),
    withinHour: table.withinHour.slice(first),
  };
}
