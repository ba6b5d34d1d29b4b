import type { Zone } from '@eo/app/contract/http.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { deleteWeatherBefore, weatherRange, writeWeather } from '@eo/app/db/weather.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { FeedError } from '@eo/app/feeds/feed.ts';
import type { WeatherFeed } from '@eo/app/feeds/weather-feed.ts';

/** Days that forecasts of the weather are fetched for beyond the last known prices: the longest horizon and a day. */
const aheadDays = 9;
/** Days back that the feed of forecasts has too, which fill in nights that nothing ran. */
const recentDays = 60;
/** Days of the archive in one request. */
const archiveDays = 365;

export interface WeatherBrought {
  weatherDays: number;
  /** What the feed said when it did not deliver; null when it did. */
  problem: string | null;
}

/**
 * Stores the forecast of the weather of a zone, and what is missing of the past. A feed that does not deliver spoils
 * nothing: forecasts go on with what is there, or with prices alone.
 *
 * @param lastKnown last market day whose prices are known: the weather after it is still open
 * @param oldest first day to know the weather of, as far as the archive goes
 */
export async function weatherZone(
  db: Database,
  zone: Zone,
  feed: WeatherFeed,
  { lastKnown, oldest, signal }: { lastKnown: string; oldest: string; signal: AbortSignal },
): Promise<WeatherBrought> {
  const brought: WeatherBrought = { weatherDays: 0, problem: null };
  try {
    const openFrom = addDays(lastKnown, 1);
    const recent = addDays(lastKnown, -recentDays);
    const stored = await weatherRange(db, zone.id);
    const from = stored && stored.lastDay > recent ? stored.lastDay : recent;
    const first = from < openFrom ? from : openFrom;
    const ahead = await feed.ahead(zone, first, addDays(lastKnown, aheadDays), signal);
    brought.weatherDays += await writeWeather(db, zone.id, ahead, openFrom);
    brought.weatherDays += await fillArchive(db, zone, feed, {
      before: stored?.firstDay ?? first,
      oldest,
      signal,
    });
    await deleteWeatherBefore(db, zone.id, oldest);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    brought.problem = error.message;
  }
  return brought;
}

/** Goes back from the oldest known day, as far as the archive has whole days. */
async function fillArchive(
  db: Database,
  zone: Zone,
  feed: WeatherFeed,
  { before, oldest, signal }: { before: string; oldest: string; signal: AbortSignal },
): Promise<number> {
  let written = 0;
  let end = before;
  while (end > oldest) {
    const start = [oldest, addDays(end, -archiveDays)].sort().at(-1) as string;
    const days = await feed.archived(zone, start, addDays(end, -1), signal);
    if (days.length === 0) break;
    written += await writeWeather(db, zone.id, days, before);
    end = start;
  }
  return written;
}
