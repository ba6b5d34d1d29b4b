import { readLessons } from '@eo/app/db/forecast-lessons.ts';
import { nightsVersion, readNights } from '@eo/app/db/forecast-nights.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { readWeather, weatherRange } from '@eo/app/db/weather.ts';
import { learnedMembers } from '@eo/app/domain/forecast/members.ts';
import type { WeatherDay } from '@eo/app/domain/forecast/weather.ts';
import { addDays, dayNumber, daysBetween } from '@eo/app/domain/market-day.ts';
import { dayWith, zoneNamed } from '@eo/app/domain/testing.ts';
import { FeedError } from '@eo/app/feeds/feed.ts';
import { openMeteoAnswer, startLoopback } from '@eo/app/feeds/testing.ts';
import type { WeatherFeed } from '@eo/app/feeds/weather-feed.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weatherZone } from './learning/weather-zone.ts';
import { runPipelineFile } from './testing/run.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(() => database.drop());

const never = new AbortController().signal;
const hours = (value: number) => new Array<number>(24).fill(value);
const calm = (day: string, wind: number): WeatherDay => ({
  day,
  wind: hours(wind),
  radiation: hours(0),
  temperature: hours(-3),
});

/** Answers with days of the wind that `wind` says, no further back than `since`. */
function fakeFeed(wind: number, since = '2024-06-01') {
  const asked: string[] = [];
  const answer =
    (what: string): WeatherFeed['ahead'] =>
    async (_zone, firstDay, lastDay) => {
      asked.push(`${what} ${firstDay} ${lastDay}`);
      return daysBetween(firstDay, addDays(lastDay, 1))
        .filter((day) => day >= since)
        .map((day) => calm(day, wind));
    };
  const feed: WeatherFeed = {
    name: 'fake',
    supports: () => true,
    ahead: answer('ahead'),
    archived: answer('archived'),
  };
  return { feed, asked };
}

describe('weatherZone', () => {
  const zone = zoneNamed('EE');
  const options = { lastKnown: '2026-03-10', oldest: '2023-03-01', signal: never };

  it('brings the days ahead, and the past as far as the archive goes', async () => {
    const { feed, asked } = fakeFeed(5);
    const { weatherDays, problem } = await weatherZone(database.pool, zone, feed, options);
    expect(problem).toBeNull();
    expect(await weatherRange(database.pool, zone.id)).toEqual({
      firstDay: '2024-06-01',
      lastDay: '2026-03-19',
    });
    expect(weatherDays).toBe(dayNumber('2026-03-19') - dayNumber('2024-06-01') + 1);
    expect(asked).toEqual([
      'ahead 2026-01-09 2026-03-19',
      'archived 2025-01-09 2026-01-08',
      'archived 2024-01-10 2025-01-08',
      'archived 2023-03-01 2024-01-09',
    ]);
  });

  it('the night after, fetches what is new, and leaves what was forecast before a day began', async () => {
    const { feed } = fakeFeed(9);
    await weatherZone(database.pool, zone, feed, { ...options, lastKnown: '2026-03-11' });
    const windOf = async (day: string) => (await readWeather(database.pool, zone.id, day, day))[0]?.wind[0];
    expect(await windOf('2026-03-11')).toBe(5);
    expect(await windOf('2026-03-12')).toBe(9);
    expect(await windOf('2026-03-20')).toBe(9);
  });

  it('fills in nights on which nothing ran, forgets what is too old', async () => {
    const { feed, asked } = fakeFeed(7);
    const later = { ...options, lastKnown: '2026-04-20', oldest: '2025-01-01' };
    await weatherZone(database.pool, zone, feed, later);
    expect(asked[0]).toBe('ahead 2026-03-20 2026-04-29');
    expect(await weatherRange(database.pool, zone.id)).toEqual({
      firstDay: '2025-01-01',
      lastDay: '2026-04-29',
    });
    expect(await readWeather(database.pool, zone.id, '2026-03-01', '2026-04-29')).toHaveLength(60);
  });

  it('keeps what there is when the feed does not deliver, and says why', async () => {
    const { feed } = fakeFeed(1);
    const broken = {
      ...feed,
      ahead: () => Promise.reject(new FeedError('fake', 'timeout', 'fake did not answer.')),
    };
    expect(await weatherZone(database.pool, zone, broken, options)).toEqual({
      weatherDays: 0,
      problem: 'fake did not answer.',
    });
    expect((await weatherRange(database.pool, zone.id))?.lastDay).toBe('2026-04-29');
  });
});

describe('nightly-learning with the weather', () => {
  const zone = zoneNamed('SE3');
  const newest = lastPublishedDay(zone, Date.now());
  const run = (env: Record<string, string>) =>
    runPipelineFile('nightly-learning', ['--zones', zone.id], {
      DATABASE_URL: database.url,
      WEATHER: 'open-meteo',
      ...env,
    });

  it('forecasts, and teaches, with it', async () => {
    const days = daysBetween(addDays(newest, -219), addDays(newest, 1)).map((day) =>
      dayWith(zone, day, (index) => 40 + 20 * Math.sin(index / 15) + 9 * Math.sin(dayNumber(day))),
    );
    await upsertPriceDays(database.pool, zone.id, { feed: 'test', label: 'test', simulated: false, days });
    const feed = await startLoopback((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(openMeteoAnswer(new URL(request.url ?? '', 'http://loopback'))));
    });
    const ran = await run({ OPEN_METEO_URL: feed.url, OPEN_METEO_ARCHIVE_URL: feed.url });
    await feed.close();
    expect(ran.json.counts, ran.stderr).toMatchObject({ daysForecast: 1, lessons: learnedMembers.length });
    expect(ran.json.counts.weatherDays).toBeGreaterThan(1000);
    expect((await readLessons(database.pool, zone.id)).map(({ inputs }) => inputs)).toEqual(
      learnedMembers.map(() => 3),
    );
    const nights = await readNights(database.pool, zone.id, addDays(newest, -430), addDays(newest, 8));
    expect(nights.weather.at(-1)?.day).toBe(addDays(newest, 8));
    expect(await nightsVersion(database.pool, zone.id)).not.toBe('');
  }, 240_000);

  it('goes on without a feed that is away, and says so', async () => {
    await database.pool.query('delete from forecast_day');
    const nowhere = 'http://127.0.0.1:9';
    const ran = await run({ OPEN_METEO_URL: nowhere, OPEN_METEO_ARCHIVE_URL: nowhere });
    expect(ran.json).toMatchObject({ outcome: 'ok', counts: { daysForecast: 1, weatherDays: 0 } });
    expect(ran.stderr).toMatch(/open-meteo could not be reached for SE3/);
  }, 240_000);
});
