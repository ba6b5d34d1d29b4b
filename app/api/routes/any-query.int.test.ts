import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import {
  createMigratedDatabase,
  createTestApi,
  faultOfProblem,
  storeDays,
  type TestApi,
} from '../testing/api.ts';

const v1 = '/api/v1';
const zone = zoneNamed('SE3');
let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await storeDays(database, zone, [dayWith(zone, '2026-01-15', (index) => index)]);
  api = await createTestApi(database.url, { now: () => Date.parse('2026-01-15T11:07:00Z') });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('any query', () => {
  const paths = ['/prices', '/prices/current', '/prices/cheapest-window', '/forecasts', '/zones', ''];
  const day = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const moment = fc.oneof(
    day.map((date) => date.toISOString().slice(0, 10)),
    day.map((date) => date.toISOString()),
    fc.constantFrom(
      '2026-01-15',
      '2025-10-26',
      '2026-03-29T02:30:00+01:00',
      '-000001-01-01',
      '+275760-09-13',
    ),
    fc.string({ unit: 'binary', maxLength: 45 }),
  );
  const number = fc.oneof(fc.integer().map(String), fc.double().map(String), fc.string({ maxLength: 5 }));
  const parameters = fc.record(
    {
      zone: fc.oneof(fc.constantFrom('SE3', 'SE3', 'SE3', 'GB-A', 'toString'), fc.string({ unit: 'binary' })),
      from: moment,
      to: moment,
      minutes: number,
      hours: number,
      api_key: fc.string(),
    },
    { requiredKeys: [] },
  );
  const query = fc.oneof(
    {
      weight: 5,
      arbitrary: parameters.map((given) => new URLSearchParams(given as Record<string, string>).toString()),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 60 }) },
  );

  it('is answered or refused, never with 500', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...paths), query, async (path, text) => {
      const response = await api.app.inject({ url: `${v1}${path}?${text.replaceAll('#', '%23')}` });
      if (response.statusCode === 200) return;
      const { statusCode: status, headers, body } = response;
      expect(status).toBeLessThan(500);
      expect(faultOfProblem(headers['content-type'], status, body)).toBeNull();
    });
    await fc.assert(property, { seed: 20260115, numRuns: 500 });
  });
});
