import type { Zone } from '@eo/app/contract/http.ts';
import { readForecastDays, recordActual } from '@eo/app/db/forecast-days.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { hoursOfDay, hourTableOf } from '@eo/app/domain/forecast/hour-table.ts';
import { dayNumber } from '@eo/app/domain/market-day.ts';

/**
 * Puts the prices that came beside the forecasts of a zone. A day with an hour without a price stays open until it is
 * whole.
 *
 * @param firstDay from which on forecasts are looked at
 * @returns days that got their prices
 */
export async function observeZone(db: Database, zone: Zone, firstDay: string): Promise<number> {
  const open = (await readForecastDays(db, zone.id, firstDay)).filter(({ actual }) => actual === null);
  const lastDay = open.at(-1)?.day;
  const prices = lastDay ? await readPriceDays(db, zone.id, firstDay, lastDay) : [];
  const table = hourTableOf(zone, prices, zone.resolutionMinutes);
  if (!table) return 0;
  let observed = 0;
  for (const { day } of open) {
    const row = dayNumber(day) - table.firstEpochDay;
    if (table.imputedHours[row] !== 0) continue;
    const hours = table.prices.subarray(row * hoursOfDay, (row + 1) * hoursOfDay);
    await recordActual(db, zone.id, day, [...hours]);
    observed += 1;
  }
  return observed;
}
