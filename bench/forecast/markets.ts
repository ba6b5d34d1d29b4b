import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type HourTable, hoursOfDay } from '@eo/app/domain/forecast/hour-table.ts';
import { holidaysOf } from '@eo/app/domain/holidays.ts';
import { dayNumber } from '@eo/app/domain/market-day.ts';

/**
 * Markets of the open benchmark of Lago, Marcjasz, De Schutter and Weron (2021, Applied Energy 293:116983): hourly
 * prices in EUR/MWh and two day-ahead forecasts. 24 local hours every day, no gaps; the test period is the last
 * 728 days.
 */
export const testDays = 728;

/**
 * The countries whose holidays the published markets keep. For the common price of the Nordic countries those of Norway told
 * most in the two years before the test period.
 */
const countries: Readonly<Record<string, string>> = { NP: 'NO', DE: 'DE', BE: 'BE', FR: 'FR' };

interface MarketOptions {
  /** Days at the end to leave out: settings are chosen on what lies before the test period. */
  leaveOut?: number;
  priceOnly?: boolean;
}

/**
 * @returns the table of one file `<market>.csv` with the columns local time, price and what was forecast for the day: load, wind …
 * @throws Error when the file is not made of whole days of numbers
 */
export function readMarket(
  folder: string,
  market: string,
  { leaveOut = 0, priceOnly = false }: MarketOptions = {},
): HourTable {
  const file = join(folder, `${market}.csv`);
  const [heading = '', ...all] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const lines = all.slice(0, Math.max(0, all.length - leaveOut * hoursOfDay));
  if (lines.length === 0 || lines.length % hoursOfDay !== 0) {
    throw new Error(
      `${file} has ${lines.length} hours; give each day 24 of them, after one line of headings.`,
    );
  }
  const cells = lines.map((line) => line.split(','));
  const column = (index: number) =>
    Float64Array.from(cells, (row, line) => numberAt(row[index], `${file}, line ${line + 2}`));
  const rows = lines.length / hoursOfDay;
  const country = countries[market];
  const firstEpochDay = dayNumber((cells[0]?.[0] ?? '').slice(0, 10));
  return {
    firstEpochDay,
    rows,
    holidays: country ? holidaysOf(country, firstEpochDay, firstEpochDay + rows) : new Set(),
    prices: column(1),
    imputedHours: new Uint8Array(rows),
    withinHour: new Array<null>(rows).fill(null),
    exogenous: priceOnly
      ? []
      : heading
          .split(',')
          .slice(2)
          .map((_, index) => column(2 + index)),
  };
}

function numberAt(cell: string | undefined, where: string): number {
  const value = cell?.trim() ? Number(cell) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new Error(
    `${where}: "${cell ?? ''}" is not a number; the columns are local time, price and the day-ahead forecasts.`,
  );
}

/**
 * The markets a folder holds a file of, NP and DE first, as their figures are published.
 *
 * @throws Error that says where the data is to be had
 */
export function marketsIn(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.csv')) : [];
  const markets = files.map((file) => file.replace(/\.csv$/, '')).sort(publishedFirst);
  if (markets.length > 0) return markets;
  throw new Error(
    `There are no markets in ${resolve(folder)}.\n\n` +
      'hint: the benchmark is open data (https://zenodo.org/records/4624805). Name the folder with NP.csv and DE.csv\n' +
      'hint: by `npm run bench -- forecast --data <folder>`. Columns: local time, price, load forecast, wind forecast.',
  );
}

function publishedFirst(a: string, b: string): number {
  const rank = (market: string) => ['DE', 'NP'].indexOf(market);
  return rank(b) - rank(a) || (a < b ? -1 : 1);
}
