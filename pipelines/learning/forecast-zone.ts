import type { Zone } from '@eo/app/contract/http.ts';
import { readForecastDays, recordForecastDay } from '@eo/app/db/forecast-days.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { type HourTable, hourTableOf } from '@eo/app/domain/forecast/hour-table.ts';
import { rollForward } from '@eo/app/domain/forecast/member.ts';
import { nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import { addDays, dayNumber, daysBetween } from '@eo/app/domain/market-day.ts';
import { isComplete } from '@eo/app/domain/price-day.ts';
import { type Live, liveForecast } from './live-forecast.ts';

/** Days before the forecast that members learn from: two years and the lags before them. */
const historyDays = 760;
/** Days that were not forecast in time, because nothing ran, and are made up for: each costs a fit of the members. */
const catchUpDays = 7;

/**
 * Forecasts the day after the last known one, and those before it that were missed, each from nothing but the days
 * before it.
 *
 * @param lastKnown last market day whose prices may be used
 * @returns days forecast
 */
export async function forecastZone(
  db: Database,
  zone: Zone,
  live: Live | null,
  lastKnown: string,
): Promise<number> {
  const history = await readPriceDays(db, zone.id, addDays(lastKnown, -historyDays), lastKnown);
  // A day that is still being published is not known.
  const newest = history.findLast((day) => isComplete(zone, day))?.day;
  const known = history.filter(({ day }) => newest !== undefined && day <= newest);
  const table = hourTableOf(zone, known, zone.resolutionMinutes);
  if (!table || !newest) return 0;
  const days = await daysToForecast(db, zone.id, addDays(newest, 1));
  let made = 0;
  for (const day of days) {
    const members = memberHours(table, dayNumber(day) - table.firstEpochDay);
    if (Object.keys(members).length === 0) continue;
    await recordForecastDay(db, zone.id, { day, members, price: liveForecast(live, members) });
    made += 1;
  }
  return made;
}

/** The next day, and those before it since the last forecast; a zone without any starts with the next. */
async function daysToForecast(db: Database, zone: string, next: string): Promise<string[]> {
  const made = (await readForecastDays(db, zone, addDays(next, -catchUpDays))).map(({ day }) => day);
  const first = made[0] ?? next;
  return daysBetween(first, addDays(next, 1)).filter((day) => !made.includes(day));
}

/** Hours of each member that has enough days before `row`; nothing from the row on is read. */
function memberHours(table: HourTable, row: number): Record<string, number[]> {
  return Object.fromEntries(
    nightlyMembers
      .filter(({ minRows }) => row >= minRows)
      .map((member) => [
        member.name,
        rollForward(member.fit(table, row), table, row, 1).flatMap((hours) => [...hours].map(cents)),
      ]),
  );
}

const cents = (price: number): number => Math.round(price * 100) / 100;
