import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../db/testing.ts';
import { historyBefore } from '../domain/forecast/testing.ts';
import { addDays, marketDayBounds } from '../domain/market-day.ts';
import { zoneNamed } from '../domain/testing.ts';
import { ForecastAccuracy } from './forecast-accuracy.ts';
import { apiKey, createMigratedDatabase, createTestApi, storeDays, type TestApi } from './testing/api.ts';

const zone = zoneNamed('SE3');
const today = '2026-03-11';
const noonMs = marketDayBounds(today, zone.marketTimeZone).startMs + 12 * 3_600_000;
const never = new AbortController().signal;
const log = pino({ level: 'silent' });

let database: TestDatabase;
let api: TestApi;
let nowMs = noonMs;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await storeDays(database, zone, historyBefore(zone, addDays(today, 1), 60));
  api = await createTestApi(database.url, { now: () => nowMs });
});
afterEach(() => api.context.accuracy.measure([], never));
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the accuracy of forecasts', () => {
  it('is measured for the zones that are kept fresh, and seen in the metrics', async () => {
    await api.context.accuracy.measure(['SE3', 'FI'], never);
    expect(api.context.accuracy.all().map(([measured]) => measured)).toEqual(['SE3']);
    const [[, accuracy] = []] = api.context.accuracy.all();
    expect(accuracy?.mae).toBeGreaterThan(0);
    expect(accuracy?.retailMape).toBeLessThan(100);
    const { body } = await api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });
    expect(body).toContain(`forecast_mape{zone="SE3"} ${accuracy?.retailMape}`);
    expect(body).toContain(`forecast_mae_per_mwh{zone="SE3"} ${accuracy?.mae}`);
    expect(body).toContain(`forecast_rmae_ratio{zone="SE3"} ${accuracy?.rmae}`);
    expect(body).toContain(`forecast_bias_per_mwh{zone="SE3"} ${accuracy?.bias}`);
  });

  it('is forgotten for zones that nobody watches any more', async () => {
    await api.context.accuracy.measure(['SE3'], never);
    await api.context.accuracy.measure(['FI'], never);
    expect(api.context.accuracy.all()).toEqual([]);
  });

  it('is measured anew when a day was published', async () => {
    const { accuracy } = api.context;
    await accuracy.measure(['SE3'], never);
    const before = accuracy.all();
    nowMs += 24 * 3_600_000;
    await storeDays(
      database,
      zone,
      historyBefore(zone, addDays(today, 2), 1, () => 500),
    );
    await accuracy.measure(['SE3'], never);
    expect(accuracy.all()).not.toEqual(before);
  });

  it('of one zone is measured when that of another fails', async () => {
    const { prices, forecaster } = api.context;
    const failing = new ForecastAccuracy({
      prices,
      forecaster: {
        estimate: (asked, firstDay, version) =>
          asked.id === 'FI'
            ? Promise.reject(new Error('The forecaster is broken.'))
            : forecaster.estimate(asked, firstDay, version),
      },
      now: () => nowMs,
      log,
    });
    await failing.measure(['FI', 'SE3'], never);
    expect(failing.all().map(([measured]) => measured)).toEqual(['SE3']);
  });

  it('gives way when the API stops', async () => {
    await api.context.accuracy.measure(['SE3'], AbortSignal.abort());
    expect(api.context.accuracy.all()).toEqual([]);
  });
});
