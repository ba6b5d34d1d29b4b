import { readForecastDays, recordActual, recordForecastDay } from '@eo/app/db/forecast-days.ts';
import { readAccuracy, readLearning, writeLearning } from '@eo/app/db/forecast-learning.ts';
import { readLessons } from '@eo/app/db/forecast-lessons.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { learnedMembers, nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import { addDays, dayNumber, daysBetween } from '@eo/app/domain/market-day.ts';
import { dayWith, zoneNamed } from '@eo/app/domain/testing.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastZone } from './learning/forecast-zone.ts';
import { learnZone } from './learning/learn-zone.ts';
import { inReplaySchema } from './learning/replay-schema.ts';
import { startMarket } from './testing/market.ts';
import { runPipelineFile } from './testing/run.ts';

const zone = zoneNamed('SE3');
/** A daily course that moves from day to day, so that every member errs a little. */
const price = (index: number, day: string): number =>
  Math.round(100 * (50 + 30 * Math.sin(index / 15) + 9 * Math.sin(dayNumber(day) * 2.3 + index / 40))) / 100;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(() => database.drop());

const run = (name: string, args: readonly string[], env = {}) =>
  runPipelineFile(name, args, { DATABASE_URL: database.url, DEFAULT_ZONE: zone.id, ...env });

describe('the night, and what came of it', () => {
  const newest = lastPublishedDay(zone, Date.now());
  const next = addDays(newest, 1);
  const store = (days: string[]) =>
    upsertPriceDays(database.pool, zone.id, {
      feed: 'test',
      label: 'test',
      simulated: false,
      days: days.map((day) => dayWith(zone, day, (index) => price(index, day))),
    });

  it('forecasts the next day, once', async () => {
    await store(daysBetween(addDays(newest, -79), next));
    const ran = await run('nightly-learning', []);
    expect(ran.stderr).toMatch(/SE3 +ok/);
    expect(ran.json.counts).toMatchObject({ daysForecast: 1, daysJudged: 0 });
    const again = await run('nightly-learning', []);
    expect(again.json).toMatchObject({ outcome: 'unchanged' });
    const forecasts = await readForecastDays(database.pool, zone.id, '2000-01-01');
    expect(forecasts).toMatchObject([{ day: next, actual: null }]);
    expect(Object.values(forecasts[0]?.members ?? {}).map((hours) => hours.length)).toContain(24);
    expect(forecasts[0]?.price.every(Number.isFinite)).toBe(true);
  }, 240_000);

  it('leaves a day open until its prices are whole', async () => {
    await upsertPriceDays(database.pool, zone.id, {
      feed: 'test',
      label: 'test',
      simulated: false,
      days: [dayWith(zone, next, (index) => (index < 90 ? price(index, next) : null))],
    });
    expect((await run('observe-forecasts', [])).json).toMatchObject({ outcome: 'unchanged' });
    await store([next]);
    expect((await run('observe-forecasts', [])).json.counts).toMatchObject({ daysObserved: 1 });
    expect((await run('observe-forecasts', [])).stdout).toContain('nothing to do');
    const [forecast] = await readForecastDays(database.pool, zone.id, next);
    expect(forecast?.actual?.[0]).toBeCloseTo(
      [0, 1, 2, 3].reduce((sum, i) => sum + price(i, next), 0) / 4,
      1,
    );
  }, 240_000);

  it('judges it once, and forgets forecasts after 90 days', async () => {
    const old = addDays(newest, -95);
    await recordForecastDay(database.pool, zone.id, { day: old, members: {}, price: new Array(24).fill(1) });
    expect((await run('nightly-learning', [])).json.counts).toMatchObject({ daysJudged: 1 });
    await run('nightly-learning', []);
    const [judged, ...others] = await readAccuracy(database.pool, zone.id, 9);
    expect(others).toEqual([]);
    expect(judged).toMatchObject({ day: next, adopted: null, weights: {} });
    const [forecast] = await readForecastDays(database.pool, zone.id, next);
    const errors =
      forecast?.price.map((value, hour) => Math.abs(value - (forecast.actual?.[hour] ?? 0))) ?? [];
    expect(judged?.mae).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / 24, 3);
    expect((await readForecastDays(database.pool, zone.id, old)).map(({ day }) => day)).not.toContain(old);
  }, 240_000);
});

describe('members that are taught once a week', () => {
  const db = () => database.pool;
  const finland = zoneNamed('FI');
  const first = '2026-03-10';
  const lessons = async () =>
    (await readLessons(db(), finland.id)).map(({ member, beforeDay }) => [member, beforeDay]);
  const upTo = async (day: string) => {
    const days = daysBetween(addDays(day, -200), day).map((one) =>
      dayWith(finland, one, (index) => price(index, one)),
    );
    const origin = { feed: 'test', label: 'test', simulated: false };
    await upsertPriceDays(db(), finland.id, { ...origin, days });
    return forecastZone(db(), finland, null, addDays(day, -1));
  };

  it('take part from their first lesson on, and are taught again within a week', async () => {
    expect(await upTo(first)).toEqual({ daysForecast: 1, lessons: learnedMembers.length });
    const [forecast] = await readForecastDays(db(), finland.id, first);
    expect(Object.keys(forecast?.members ?? {}).sort()).toEqual(
      [...nightlyMembers, ...learnedMembers].map(({ name }) => name).sort(),
    );
    expect(await lessons()).toEqual(learnedMembers.map(({ name }) => [name, first]));
    const given: number[] = [];
    for (let day = 1; day <= 7; day++) given.push((await upTo(addDays(first, day))).lessons);
    expect(given.filter((count) => count > 0).length).toBeGreaterThanOrEqual(1);
    expect(given.filter((count) => count === 0).length).toBeGreaterThanOrEqual(5);
  }, 240_000);

  it('take no part in a day that their lesson took in', async () => {
    await db().query('delete from forecast_day where zone = $1', [finland.id]);
    await db().query("update forecast_lesson set before_day = '2026-04-20' where zone = $1", [finland.id]);
    expect(await forecastZone(db(), finland, null, '2026-03-15')).toMatchObject({ lessons: 0 });
    const [forecast] = await readForecastDays(db(), finland.id, '2026-03-16');
    expect(Object.keys(forecast?.members ?? {}).sort()).toEqual(
      nightlyMembers.map(({ name }) => name).sort(),
    );
  }, 60_000);

  it('are taught anew where a lesson cannot be read', async () => {
    await db().query(
      "update forecast_lesson set before_day = '2026-03-17', learned = '\\x00' where zone = $1",
      [finland.id],
    );
    expect(await forecastZone(db(), finland, null, '2026-03-16')).toEqual({
      daysForecast: 1,
      lessons: learnedMembers.length,
    });
  }, 60_000);
});

describe('a day whose prices come after a later one was learned from', () => {
  it('is judged, teaches nothing, and is judged once', async () => {
    const members = { [nightlyMembers[0]?.name ?? '']: new Array(24).fill(50) };
    const [first, second] = ['2026-02-01', '2026-02-02'] as const;
    const db = database.pool;
    for (const day of [first, second])
      await recordForecastDay(db, 'DE-LU', { day, members, price: new Array(24).fill(52) });
    await recordActual(db, 'DE-LU', second, new Array(24).fill(51));
    expect(await learnZone(db, 'DE-LU')).toMatchObject({ daysJudged: 1 });
    const { state } = await readLearning(db, 'DE-LU');
    await recordActual(db, 'DE-LU', first, new Array(24).fill(60));
    expect(await learnZone(db, 'DE-LU')).toMatchObject({ daysJudged: 1, adopted: 0 });
    expect(await readAccuracy(db, 'DE-LU', 9)).toMatchObject([
      {
        day: first,
        mae: 8,
        bias: -8,
        plainMae: 10,
        adopted: null,
        members: { [nightlyMembers[0]?.name ?? '']: 10 },
      },
      { day: second, mae: 1 },
    ]);
    expect((await readLearning(db, 'DE-LU')).state).toEqual(state);
    expect(await learnZone(db, 'DE-LU')).toMatchObject({ daysJudged: 0 });
  });
});

describe('what an evening tells of the day after it', () => {
  it('is kept for that day with the weights that are live', async () => {
    const db = database.pool;
    const [zone, member, first] = ['EE', nightlyMembers[0]?.name ?? '', '2026-01-01'];
    const days = daysBetween(first, addDays(first, 31));
    // An error of one day is there in part on the next, and gone on the day after.
    const errorOf = (index: number) => [8, 2, 0][index % 3] ?? 0;
    for (const [index, day] of days.entries()) {
      const price = new Array(24).fill(50);
      await recordForecastDay(db, zone, { day, members: { [member]: price }, price });
      await recordActual(db, zone, day, new Array(24).fill(50 - errorOf(index)));
    }
    const bias = new Array(24).fill(0);
    await writeLearning(db, zone, { state: {}, live: { weights: { [member]: 1 }, bias } });
    const { live } = await learnZone(db, zone);
    expect(live?.carried?.epochDay).toBe(dayNumber(addDays(first, 31)));
    // Of the last evening's 8, at most 0.3.
    expect(live?.carried?.price).toBeGreaterThan(0.5);
    expect(live?.carried?.price).toBeLessThanOrEqual(2.4);
    expect((await readLearning(db, zone)).live).toEqual(live);
  });
});

describe('replay-days', () => {
  const [from, to] = ['2026-03-22', '2026-04-03'];
  const args = ['--from', from, '--to', to, '--feed', 'entsoe'];

  it('records how good each day was, and changes weights only under the gate', async () => {
    const market = await startMarket({ price, firstDay: '2026-01-01' });
    const real = async () => (await database.pool.query('select zone, day from price_day order by 2')).rows;
    const before = await real();
    const ran = await run('replay-days', args, market.env);
    expect(ran.code, ran.stderr).toBe(0);
    const records = await inReplaySchema(database.pool, (client) => readAccuracy(client, zone.id, 99));
    // The day on which the clock goes forward is among them.
    expect(records.map(({ day }) => day)).toEqual(daysBetween(from, to));
    records.forEach(({ adopted, trailing: { mae, candidateMae, plainMae }, weights }, index) => {
      const bar = Math.min(mae, plainMae) + 0.002;
      if (adopted === 'tuned') expect(candidateMae).toBeLessThanOrEqual(bar);
      if (adopted === null) expect(weights).toEqual(records[index - 1]?.weights ?? {});
    });
    expect(records.slice(0, 6).every(({ adopted }) => adopted === null)).toBe(true);
    expect(await real()).toEqual(before);

    const again = await run('replay-days', [...args, '--resume'], market.env);
    expect(again.json).toMatchObject({ outcome: 'unchanged', counts: { daysJudged: 0 } });
    await market.close();
  }, 300_000);

  it('says which day cannot be replayed', async () => {
    const market = await startMarket({ price, firstDay: '2026-01-01', lastDay: '2026-03-23' });
    const ran = await run(
      'replay-days',
      ['--from', from, '--to', '2026-03-25', '--feed', 'entsoe'],
      market.env,
    );
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/2026-03-24 +failed .*not every price/);
    await market.close();
  }, 240_000);
});
