import type { Zone } from '@eo/app/contract/http.ts';
import { readForecastDays, recordForecastDay } from '@eo/app/db/forecast-days.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { readWeather } from '@eo/app/db/weather.ts';
import { type HourTable, hourTableOf } from '@eo/app/domain/forecast/hour-table.ts';
import { lessonDays } from '@eo/app/domain/forecast/learned-member.ts';
import { type Live, liveForecast } from '@eo/app/domain/forecast/learning/live-forecast.ts';
import { rollForward } from '@eo/app/domain/forecast/member.ts';
import { learnedMembers, nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import { withWeather } from '@eo/app/domain/forecast/weather.ts';
import { addDays, dayNumber, daysBetween } from '@eo/app/domain/market-day.ts';
import { isComplete } from '@eo/app/domain/price-day.ts';
import { lessonsFor } from './lessons.ts';

/** Days before the forecast that members learn from: four years and the lags before them. */
export const historyDays = lessonDays + 7;
/** Days that were not forecast in time, because nothing ran, and are made up for: each costs a fit of the members. */
const catchUpDays = 7;

/** Days forecast, and lessons given for them. */
export interface Made {
  daysForecast: number;
  lessons: number;
}

/**
 * Forecasts the day after the last known one, and those before it that were missed, each from nothing but the days
 * before it.
 *
 * @param lastKnown last market day whose prices may be used
 */
export async function forecastZone(
  db: Database,
  zone: Zone,
  live: Live | null,
  lastKnown: string,
): Promise<Made> {
  const history = await readPriceDays(db, zone.id, addDays(lastKnown, -historyDays), lastKnown);
  // A day that is still being published is not known.
  const newest = history.findLast((day) => isComplete(zone, day))?.day;
  const known = history.filter(({ day }) => newest !== undefined && day <= newest);
  const prices = hourTableOf(zone, known, zone.resolutionMinutes);
  const made = { daysForecast: 0, lessons: 0 };
  if (!prices || !newest) return made;
  const weather = await readWeather(db, zone.id, addDays(newest, -historyDays), addDays(newest, 1));
  const table = withWeather(prices, weather, 1);
  for (const day of await daysToForecast(db, zone.id, addDays(newest, 1))) {
    const { lessons, taught } = await lessonsFor(db, zone, table, day);
    made.lessons += taught;
    const members = memberHours(table, dayNumber(day) - table.firstEpochDay, lessons);
    if (Object.keys(members).length === 0) continue;
    const price = liveForecast(live, members, dayNumber(day));
    await recordForecastDay(db, zone.id, { day, members, price });
    made.daysForecast += 1;
  }
  return made;
}

/** The next day, and those before it since the last forecast; a zone without any starts with the next. */
async function daysToForecast(db: Database, zone: string, next: string): Promise<string[]> {
  const made = (await readForecastDays(db, zone, addDays(next, -catchUpDays))).map(({ day }) => day);
  const first = made[0] ?? next;
  return daysBetween(first, addDays(next, 1)).filter((day) => !made.includes(day));
}

/** Hours of each member that has enough days before `row`, or a lesson; nothing from the row on is read. */
function memberHours(
  table: HourTable,
  row: number,
  lessons: ReadonlyMap<string, unknown>,
): Record<string, number[]> {
  const forecasters = [
    ...nightlyMembers
      .filter(({ minRows }) => row >= minRows)
      .map((member) => ({ name: member.name, forecaster: member.fit(table, row) })),
    ...learnedMembers
      .filter(({ name }) => lessons.has(name))
      .map(({ name, forecaster }) => ({ name, forecaster: forecaster(lessons.get(name)) })),
  ];
  return Object.fromEntries(
    forecasters.map(({ name, forecaster }) => [
      name,
      rollForward(forecaster, table, row, 1).flatMap((hours) => [...hours].map(cents)),
    ]),
  );
}

const cents = (price: number): number => Math.round(price * 100) / 100;
