import type { WeatherDay } from '../domain/forecast/weather.ts';
import type { Database } from './pool.ts';

/** The stored weather of a zone, both ends included, in order. */
export async function readWeather(
  db: Database,
  zone: string,
  firstDay: string,
  lastDay: string,
): Promise<WeatherDay[]> {
  const { rows } = await db.query<WeatherDay>(
    `select day::text, wind, radiation, temperature from weather_day
     where zone = $1 and day between $2::date and $3::date order by weather_day.day`,
    [zone, firstDay, lastDay],
  );
  return rows;
}

/** The first and the last day that is stored of a zone; null without any. */
export async function weatherRange(
  db: Database,
  zone: string,
): Promise<{ firstDay: string; lastDay: string } | null> {
  const { rows } = await db.query<{ firstDay: string | null; lastDay: string }>(
    `select min(day)::text as "firstDay", max(day)::text as "lastDay" from weather_day where zone = $1`,
    [zone],
  );
  const [{ firstDay, lastDay } = { firstDay: null, lastDay: '' }] = rows;
  return firstDay === null ? null : { firstDay, lastDay };
}

/**
 * Stores forecasts of the weather. One of a day before `openFrom` stays as it is where it is known: it was made before the
 * day began, which no later one was.
 *
 * @returns days written
 */
export async function writeWeather(
  db: Database,
  zone: string,
  days: readonly WeatherDay[],
  openFrom: string,
): Promise<number> {
  const { rowCount } = await db.query(
    `insert into weather_day (zone, day, wind, radiation, temperature)
     select $1, day, wind, radiation, temperature
     from jsonb_to_recordset($2) as given (day date, wind real[], radiation real[], temperature real[])
     on conflict (zone, day) do update
     set made_at = now(), wind = excluded.wind, radiation = excluded.radiation, temperature = excluded.temperature
     where weather_day.day >= $3::date`,
    [zone, JSON.stringify(days), openFrom],
  );
  return rowCount ?? 0;
}

/** Forgets the weather of days before `day`. */
export async function deleteWeatherBefore(db: Database, zone: string, day: string): Promise<void> {
  await db.query('delete from weather_day where zone = $1 and day < $2::date', [zone, day]);
}
