import { migrate } from '@eo/app/db/migrate.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { dayWith, zoneNamed } from '@eo/app/domain/testing.ts';
import { batchOf } from '@eo/app/feeds/testing.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lateZones } from './late-zones.ts';

const zone = zoneNamed('SE3');
const [today, tomorrow] = ['2026-01-15', '2026-01-16'];
const publishing = Date.parse('2026-01-15T12:00:00Z');
const whole = (index: number) => index;
const partial = (index: number) => (index < 90 ? index : null);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate price_day, price_batch'));
afterAll(() => database.drop());

const store = (day: string, price: (index: number) => number | null, simulated = false) =>
  upsertPriceDays(database.pool, zone.id, { ...batchOf('market', dayWith(zone, day, price)), simulated });
const late = async (nowMs = publishing) =>
  (await lateZones(database.pool, [zone], nowMs)).map(({ id }) => id);

describe('a zone', () => {
  it('is late while it has today and not tomorrow, and the market publishes', async () => {
    await store(today, whole);
    expect(await late()).toEqual(['SE3']);
    expect(await late(Date.parse('2026-01-15T11:00:00Z'))).toEqual([]);
    expect(await late(Date.parse('2026-01-15T15:00:00Z'))).toEqual([]);
  });

  it('is late as long as tomorrow is partial or made up', async () => {
    await store(today, whole);
    await store(tomorrow, whole, true);
    expect(await late()).toEqual(['SE3']);
    await store(tomorrow, partial);
    expect(await late()).toEqual(['SE3']);
    await store(tomorrow, whole);
    expect(await late()).toEqual([]);
  });

  it('is not waited for when its feeds did not deliver today either', async () => {
    expect(await late()).toEqual([]);
    await store(today, whole, true);
    expect(await late()).toEqual([]);
  });
});
