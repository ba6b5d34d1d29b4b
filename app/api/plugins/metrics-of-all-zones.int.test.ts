import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { addDays, daysBetween, marketDayOf } from '../../domain/market-day.ts';
import { dayWith } from '../../domain/testing.ts';
import { zones } from '../../domain/zones.ts';
import { apiKey, createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../testing/api.ts';
import { operationsOf } from '../testing/operations.ts';

/** More would cost Prometheus and the API more than they tell. */
const mostSeries = 3_000;
const scrapes = 20;

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  for (const zone of zones) {
    const today = marketDayOf(Date.now(), zone.marketTimeZone);
    const days = daysBetween(addDays(today, -60), today);
    await storeDays(
      database,
      zone,
      days.map((day) =>
        dayWith(zone, day, (index) => 50 + 20 * Math.sin(index / 9) + (Number(day.slice(-2)) % 5)),
      ),
    );
  }
  api = await createTestApi(database.url, { docs: true });
}, 120_000);
afterAll(async () => {
  await api.close();
  await database.drop();
});

const scrape = () => api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });

describe('the metrics of one replica that keeps every zone fresh', () => {
  it('are fewer series than one replica may have, after every route was asked', async () => {
    await api.context.accuracy.measure(
      zones.map(({ id }) => id),
      AbortSignal.timeout(240_000),
    );
    for (const { method, path } of await operationsOf(api))
      await api.app.inject({ method: method as 'GET', url: path.replace(/\{\w+\}/g, 'x') });
    const lines = (await scrape()).body.split('\n').filter((line) => line && !line.startsWith('#'));
    const zonesTold = new Set(
      lines.flatMap((line) => /^forecast_mape\{zone="([^"]+)"/.exec(line)?.[1] ?? []),
    );
    expect(zonesTold.size).toBe(zones.length);
    console.log(`series of one replica with ${zones.length} zones: ${lines.length} (most: ${mostSeries})`);
    expect(lines.length).toBeLessThan(mostSeries);
    const started = performance.now();
    for (let count = 0; count < scrapes; count += 1) await scrape();
    console.log(`a scrape takes ${((performance.now() - started) / scrapes).toFixed(1)} ms`);
  }, 300_000);
});
