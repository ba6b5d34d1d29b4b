import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmhassResponse, EvccResponse } from '../../contract/energy-manager.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../testing/api.ts';

const zone = zoneNamed('DE-LU');
let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  // By quarter: 0, 1, 2 … EUR/MWh; below 0 in the first hour of the second day.
  const days = [
    dayWith(zone, '2026-01-15', (index) => index),
    dayWith(zone, '2026-01-16', (index) => (index < 4 ? -50 : 100)),
  ];
  await storeDays(database, zone, days);
  api = await createTestApi(database.url, { now: () => Date.parse('2026-01-15T11:20:00Z') });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const problemOf = async (path: string) => (await api.app.inject(`/api/v1/prices/${path}`)).json<Problem>();

describe('GET /api/v1/prices/evcc', () => {
  const rates = (query: string) => api.get<EvccResponse>(`/api/v1/prices/evcc?zone=DE-LU&${query}`);

  it('is a list of start, end and value, whole slots without a gap, in currency per kWh', async () => {
    const all = await rates('template=spot&hours=24');
    // 12:15 in Berlin is the 50th quarter of its day: 49 EUR/MWh.
    expect(all[0]).toEqual({
      start: '2026-01-15T11:15:00.000Z',
      end: '2026-01-15T11:30:00.000Z',
      value: 0.049,
    });
    all.slice(1).forEach(({ start }, index) => {
      expect(start).toBe(all[index]?.end);
    });
    expect(Date.parse(all.at(-1)?.end ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-01-16T11:20:00Z'));
    expect(all.find(({ start }) => start === '2026-01-15T23:00:00.000Z')?.value).toBe(-0.05);
  });

  it("has taxes and the grid in it where the country's tariff has them; a kWh fed in earns without them", async () => {
    const [spot, grid, feedin] = await Promise.all(
      ['template=spot', '', 'template=spot&side=feedin'].map((query) => rates(query)),
    );
    expect(grid?.[0]?.value).toBeGreaterThan((spot?.[0]?.value ?? 0) + 0.1);
    expect(feedin?.[0]?.value).toBe(0.049);
  });

  it.each([
    ['an unknown template', 'evcc?zone=DE-LU&template=none', 'querystring.template'],
    ['an unknown side', 'evcc?zone=DE-LU&side=roof', 'querystring.side'],
    ['an unknown zone', 'evcc?zone=XX', 'querystring.zone'],
  ])('refuses %s by name', async (_what, path, at) => {
    expect((await problemOf(path)).errors.map((error) => error.path)).toContain(at);
  });
});

describe('GET /api/v1/prices/emhass', () => {
  const lists = (query: string) => api.get<EmhassResponse>(`/api/v1/prices/emhass?zone=DE-LU&${query}`);

  it('has a value a step from the step of now on, each the mean of its slots', async () => {
    const { load_cost_forecast, prod_price_forecast, prediction_horizon } = await lists('template=spot');
    expect(prediction_horizon).toBe(48);
    expect(load_cost_forecast).toHaveLength(48);
    expect(prod_price_forecast).toHaveLength(48);
    // The step from 11:00 UTC on: of its quarters only that from 11:15 on is not over.
    expect(load_cost_forecast.slice(0, 3)).toEqual([0.049, 0.0505, 0.0525]);
    // 23:00 UTC, when the second day begins in Berlin.
    expect(load_cost_forecast.slice(23, 27)).toEqual([0.0945, -0.05, -0.05, 0.1]);
  });

  it('keeps to the step and the horizon that are asked for', async () => {
    expect((await lists('step=15&hours=6')).load_cost_forecast).toHaveLength(24);
    expect((await lists('step=60&hours=6')).load_cost_forecast).toHaveLength(6);
  });

  it('refuses a step that divides no slot', async () => {
    const { errors } = await problemOf('emhass?zone=DE-LU&step=7');
    expect(errors.map(({ path }) => path)).toContain('querystring.step');
  });
});

describe('the examples of docs/api', () => {
  const page = readFileSync(new URL('../../../docs/api/README.md', import.meta.url), 'utf8');

  it('are answered', async () => {
    const examples = [
      ...page.matchAll(/(?:--json '([^']+)' )?http:\/\/127\.0\.0\.1:8000(\/api\/v1\/[^\s']+)/g),
    ];
    expect(examples.length).toBeGreaterThan(6);
    for (const [, body, path = ''] of examples) {
      const url = path.replace('SE3', 'DE-LU');
      const answer = await api.app.inject(body ? { method: 'POST', url, payload: JSON.parse(body) } : url);
      // Two days of prices are no year to compare tariffs by, and nobody is logged in.
      const expected = body ? 404 : url.includes('/account/') ? 401 : 200;
      expect(answer.statusCode, `${url}: ${answer.body.slice(0, 200)}`).toBe(expected);
    }
  });

  it('read a field of Home Assistant that is there', async () => {
    const [, path = ''] = /value_json\.([\w.]+)/.exec(page) ?? [];
    const current = await api.get<object>('/api/v1/prices/current?zone=DE-LU');
    const value = path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], current);
    expect(value, path).toBe(49);
  });
});
