import type { Static } from 'typebox';
import type { FeedsEnv } from '../contract/env.ts';
import type { Zone } from '../contract/http.ts';
import type { WeatherDay } from '../domain/forecast/weather.ts';
import { openMeteo } from './open-meteo.ts';

/** A source of forecasts of the weather. */
export interface WeatherFeed {
  readonly name: string;
  /** Whether it has places in this zone; no request is made to find out. */
  supports(zone: Zone): boolean;
  /**
   * What is forecast now, market days from `firstDay` to `lastDay`, both included, as far as they are whole: some days
   * back, two weeks ahead.
   *
   * @throws FeedError when the feed does not answer, refuses, or answers something that is not weather
   */
  ahead(zone: Zone, firstDay: string, lastDay: string, signal: AbortSignal): Promise<WeatherDay[]>;
  /** The same of past days, as it was forecast shortly before; years back. */
  archived: WeatherFeed['ahead'];
}

/** The feed that WEATHER names; null where there is to be none. */
export function createWeatherFeed(env: Static<typeof FeedsEnv>): WeatherFeed | null {
  if (env.WEATHER === 'off') return null;
  return openMeteo({ forecast: env.OPEN_METEO_URL, archive: env.OPEN_METEO_ARCHIVE_URL });
}
