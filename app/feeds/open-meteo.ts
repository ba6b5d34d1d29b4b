import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import type { Zone } from '../contract/http.ts';
import { hoursOfDay, localHours, meansByHour } from '../domain/forecast/hour-table.ts';
import type { WeatherDay } from '../domain/forecast/weather.ts';
import { addDays, daysBetween, marketDayBounds } from '../domain/market-day.ts';
import { intervalsOfDay } from '../domain/price-day.ts';
import { placesOf } from '../domain/zone-places.ts';
import { FeedError } from './feed.ts';
import { getJson } from './http.ts';
import type { WeatherFeed } from './weather-feed.ts';

/**
 * Forecasts of the weather from open-meteo.com: `GET /v1/forecast` with several places, hourly series and a range of
 * days (UTC) answers with an object a place, or the object alone for one. Forecasts reach 16 days ahead; what was
 * forecast shortly before each past hour, from about 2022 on, is at the same path of another host. No key; free of
 * charge for purposes that are not commercial, data under CC BY 4.0.
 */

const feed = 'open-meteo';

/** Their names of our series, and the units we ask for and check. */
const series = {
  wind: { name: 'wind_speed_10m', unit: 'm/s' },
  radiation: { name: 'shortwave_radiation', unit: 'W/m²' },
  temperature: { name: 'temperature_2m', unit: '°C' },
} as const;
type Series = keyof typeof series;
const seriesKeys = Object.keys(series) as Series[];

const Values = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const PlaceResponse = Type.Object({
  hourly_units: Type.Object({
    wind_speed_10m: Type.String(),
    shortwave_radiation: Type.String(),
    temperature_2m: Type.String(),
  }),
  hourly: Type.Object({
    time: Type.Array(Type.Integer()),
    wind_speed_10m: Values,
    shortwave_radiation: Values,
    temperature_2m: Values,
  }),
});
type PlaceResponse = Static<typeof PlaceResponse>;

/**
 * @param urls without the path: of forecasts, and of the archive of past ones
 */
export function openMeteo(urls: { forecast: string; archive: string }): WeatherFeed {
  const from = async (
    base: string,
    ...[zone, firstDay, lastDay, signal]: Parameters<WeatherFeed['ahead']>
  ) => {
    const answer = await getJson(urlOf(base, zone, firstDay, lastDay), { feed, zone, signal });
    return daysOf(checked(answer, zone), zone, firstDay, lastDay);
  };
  return {
    name: feed,
    supports: (zone) => placesOf(zone.id).length > 0,
    ahead: (...range) => from(urls.forecast, ...range),
    archived: (...range) => from(urls.archive, ...range),
  };
}

function urlOf(base: string, zone: Zone, firstDay: string, lastDay: string): URL {
  const places = placesOf(zone.id);
  if (places.length === 0) throw new FeedError(feed, 'refused', `${feed} has no places in ${zone.id}.`);
  const url = new URL(`${base.replace(/\/+$/, '')}/v1/forecast`);
  url.search = new URLSearchParams({
    latitude: places.map(({ latitude }) => latitude).join(','),
    longitude: places.map(({ longitude }) => longitude).join(','),
    hourly: seriesKeys.map((key) => series[key].name).join(','),
    wind_speed_unit: 'ms',
    timeformat: 'unixtime',
    timezone: 'GMT',
    // A market day begins on the day before in UTC.
    start_date: addDays(firstDay, -1),
    end_date: lastDay,
  }).toString();
  return url;
}

function checked(answer: unknown, zone: Zone): PlaceResponse[] {
  const places = Array.isArray(answer) ? answer : [answer];
  return places.map((place) => {
    if (!Value.Check(PlaceResponse, place)) {
      const [error] = Value.Errors(PlaceResponse, place);
      throw nonsense(zone, `${error?.instancePath || 'the document'} ${error?.message ?? 'is wrong'}`);
    }
    for (const { name, unit } of Object.values(series)) {
      const given = place.hourly_units[name];
      if (given !== unit)
        throw nonsense(zone, `${name} is in ${JSON.stringify(given.slice(0, 40))}, not ${unit}`);
      const { length } = place.hourly[name];
      if (length !== place.hourly.time.length)
        throw nonsense(zone, `${place.hourly.time.length} times came with ${length} of ${name}`);
    }
    return place;
  });
}

/** The days of which every hour has a value at one place at least. */
function daysOf(
  places: readonly PlaceResponse[],
  zone: Zone,
  firstDay: string,
  lastDay: string,
): WeatherDay[] {
  const means = Object.fromEntries(seriesKeys.map((key) => [key, meansByTime(places, series[key].name)]));
  return daysBetween(firstDay, addDays(lastDay, 1)).flatMap((day) => {
    const { startMs } = marketDayBounds(day, zone.marketTimeZone);
    const hours = localHours(zone, day, 60);
    const ofDay = (key: Series) => {
      const values = Array.from({ length: intervalsOfDay(zone, day, 60) }, (_, index) => {
        return means[key]?.get(startMs / 1000 + index * 3600) ?? null;
      });
      return [...meansByHour(values, hours)];
    };
    const weather = {
      day,
      wind: ofDay('wind'),
      radiation: ofDay('radiation'),
      temperature: ofDay('temperature'),
    };
    const isWhole = seriesKeys.every(
      (key) => weather[key].length === hoursOfDay && weather[key].every(Number.isFinite),
    );
    return isWhole ? [weather] : [];
  });
}

/** The mean over the places that have a value, by Unix seconds. */
function meansByTime(
  places: readonly PlaceResponse[],
  name: (typeof series)[Series]['name'],
): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { hourly } of places) {
    hourly.time.forEach((time, index) => {
      const value = hourly[name][index];
      if (typeof value !== 'number') return;
      const { sum, count } = sums.get(time) ?? { sum: 0, count: 0 };
      sums.set(time, { sum: sum + value, count: count + 1 });
    });
  }
  return new Map([...sums].map(([time, { sum, count }]) => [time, sum / count]));
}

function nonsense(zone: Zone, reason: string): FeedError {
  return new FeedError(feed, 'nonsense', `${feed} answered for ${zone.id} with something wrong: ${reason}.`);
}
