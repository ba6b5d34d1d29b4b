import type { Live } from '../domain/forecast/learning/live-forecast.ts';
import { rememberedDays } from '../domain/forecast/learning/state.ts';
import type { Nights } from '../domain/forecast/nights.ts';
import { readLearning } from './forecast-learning.ts';
import { readLessons } from './forecast-lessons.ts';
import type { Database } from './pool.ts';
import { isMissingTable } from './unavailable.ts';
import { readWeather } from './weather.ts';

/**
 * Names what the nights have left of a zone: another night, another name. Empty while there is nothing, as there is not
 * before the first night or before the migration that makes room for it.
 */
export async function nightsVersion(db: Database, zone: string): Promise<string> {
  try {
    const { rows } = await db.query<{ version: string }>(
      `select concat_ws(' ',
         (select updated_at from forecast_learning where zone = $1),
         (select max(taught_at) from forecast_lesson where zone = $1),
         (select max(made_at) from weather_day where zone = $1)) as version`,
      [zone],
    );
    return rows[0]?.version ?? '';
  } catch (error) {
    if (isMissingTable(error)) return '';
    throw error;
  }
}

/** What the nights have left of a zone, for a forecast to go on from; the weather of the days from one to another. */
export async function readNights(
  db: Database,
  zone: string,
  firstDay: string,
  lastDay: string,
): Promise<Nights> {
  const { state, live } = await readLearning(db, zone);
  const { rows: forecasts } = await db.query<Nights['forecasts'][number]>(
    `select day::text, price from forecast_day where zone = $1 and actual is not null
     order by forecast_day.day desc limit $2`,
    [zone, rememberedDays],
  );
  const lessons = await readLessons(db, zone);
  return {
    state,
    live: live as Live | null,
    forecasts: forecasts.reverse(),
    lessons: Object.fromEntries(lessons.map(({ member, ...lesson }) => [member, lesson])),
    weather: await readWeather(db, zone, firstDay, lastDay),
  };
}
