import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../contract/problem.ts';
import type {
  CompareTariffsResponse,
  TariffPricesResponse,
  TariffsResponse,
} from '../../../contract/tariff.ts';
import type { TestDatabase } from '../../../db/testing.ts';
import { daysBetween } from '../../../domain/market-day.ts';
import { dayWith, zoneNamed } from '../../../domain/testing.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../../testing/api.ts';

const zone = zoneNamed('SE3');
let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  const days = ['2026-01-15', '2026-01-16'].map((day) => dayWith(zone, day, () => 100));
  await storeDays(database, zone, days);
  api = await createTestApi(database.url, { now: () => Date.parse('2026-01-15T11:07:00Z') });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const send = (payload: Record<string, unknown>) =>
  api.app.inject({ method: 'POST', url: '/api/v1/tariffs/prices', payload });

describe('GET /api/v1/tariffs', () => {
  it('lists the templates', async () => {
    const { templates } = await api.get<TariffsResponse>('/api/v1/tariffs');
    expect(templates.map(({ id }) => id)).toContain('SE');
    expect(templates.find(({ id }) => id === 'SE')?.tariff).toMatchObject({
      vatPercent: 25,
      currency: 'SEK',
    });
  });
});

describe('POST /api/v1/tariffs/prices', () => {
  it("tells what a kWh costs under the country's tariff, by layer", async () => {
    const answer = (await send({ zone: 'SE3', hours: 1 })).json<TariffPricesResponse>();
    expect(answer).toMatchObject({
      unit: 'öre/kWh',
      currency: 'SEK',
      timeZone: 'Europe/Stockholm',
      simulated: false,
    });
    expect(answer.slots).toHaveLength(5);
    // (100 EUR/MWh × 11 + 7 margin + 28 grid + 36 tax) × 1.25
    expect(answer.slots[0]).toEqual({
      start: '2026-01-15T11:00:00.000Z',
      minutes: 15,
      kind: 'published',
      energy: 117,
      grid: 28,
      tax: 36,
      vat: 45.25,
      total: 226.25,
      feedIn: 110,
    });
  });

  it('takes what differs from the template', async () => {
    const tariff = {
      gridPerKwh: 10,
      gridBands: [{ perKwh: 90, from: '12:00', to: '12:30' }],
      feedIn: { perKwh: 5 },
    };
    const { slots } = (await send({ zone: 'SE3', hours: 1, tariff })).json<TariffPricesResponse>();
    expect(slots.map(({ grid }) => grid)).toEqual([90, 90, 10, 10, 10]);
    expect(slots[0]).toMatchObject({ feedIn: 5, tax: 36 });
  });

  const wrong: [what: string, payload: Record<string, unknown>, path: string][] = [
    ['a currency without a rate', { zone: 'SE3', tariff: { currency: 'CHF' } }, 'body.tariff.exchangeRate'],
    [
      'a band with no time',
      { zone: 'SE3', tariff: { gridBands: [{ perKwh: 1, from: '24:00' }] } },
      'body.tariff.gridBands.0.from',
    ],
    ['VAT above 100 %', { zone: 'SE3', tariff: { vatPercent: 119 } }, 'body.tariff.vatPercent'],
    ['a part that a tariff does not have', { zone: 'SE3', tariff: { surcharge: 1 } }, 'body.tariff'],
  ];
  it.each(wrong)('refuses %s', async (_what, payload, path) => {
    const response = await send(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json<Problem>().errors.map((error) => error.path)).toContain(path);
  });
});

describe('POST /api/v1/tariffs/compare', () => {
  const zone = zoneNamed('DE-LU');
  const compare = (payload: Record<string, unknown>) =>
    api.app.inject({
      method: 'POST',
      url: '/api/v1/tariffs/compare',
      payload: { zone: 'DE-LU', ...payload },
    });
  const offers = [
    { name: 'By the hour', tariff: { template: 'spot' } },
    { name: 'Fixed', tariff: { template: 'spot', spotFactor: 0, marginPerKwh: 9, fixedPerMonth: 2 } },
  ];
  beforeAll(async () => {
    const days = daysBetween('2025-01-10', '2026-01-15');
    // Dear at noon, cheap else.
    await storeDays(
      database,
      zone,
      days.map((day) => dayWith(zone, day, (index) => (Math.floor(index / 4) === 12 ? 400 : 50))),
    );
  });

  it('puts the cheapest first, which depends on when power is taken, and says what it assumes', async () => {
    const atNight = new Array(24).fill(0).fill(1, 0, 5);
    const atNoon = new Array(24).fill(0).fill(1, 12, 13);
    const night = (
      await compare({ offers, hourShares: atNight, yearlyKwh: 2000 })
    ).json<CompareTariffsResponse>();
    const noon = (
      await compare({ offers, hourShares: atNoon, yearlyKwh: 2000 })
    ).json<CompareTariffsResponse>();
    expect(night.offers.map(({ name, cost }) => [name, cost.total])).toEqual([
      ['By the hour', 100],
      ['Fixed', 204],
    ]);
    expect(noon.offers.map(({ name, cost }) => [name, cost.total])).toEqual([
      ['Fixed', 204],
      // On the two days on which the clock changes the dear hour is not that of noon.
      ['By the hour', 796.16],
    ]);
    expect(night.offers[0]?.meanPerKwh).toBe(5);
    expect(night.assumptions).toEqual({
      firstDay: '2025-01-15',
      lastDay: '2026-01-14',
      days: 365,
      yearlyKwh: 2000,
      profile: 'own',
      simulated: false,
    });
  });

  it("has the tariff of the zone's country and an average household, unless told otherwise", async () => {
    const answer = (await compare({})).json<CompareTariffsResponse>();
    expect(answer.assumptions).toMatchObject({ yearlyKwh: 3500, profile: 'household' });
    expect(answer.offers.map(({ name }) => name)).toEqual(['Germany']);
  });

  it.each([
    [
      'a tariff that there is not',
      { offers: [{ name: 'x', tariff: { template: 'none' } }] },
      'body.offers.0.tariff.template',
    ],
    ['no consumption at all', { hourShares: new Array(24).fill(0) }, 'body.hourShares'],
    ['half a day', { hourShares: [1, 2] }, 'body.hourShares'],
  ])('refuses %s', async (_what, payload, path) => {
    const response = await compare(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json<Problem>().errors.map((error) => error.path)).toContain(path);
  });

  it('says so where it knows too few days', async () => {
    const answer = await compare({ zone: 'SE3' });
    expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([
      404,
      'SE3 has stored prices of 0 past days; a comparison needs 28.',
    ]);
  });
});
