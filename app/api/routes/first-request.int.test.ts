import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as http from '../../contract/http.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { replay } from '../../feeds/replay.ts';
import { simulated } from '../../feeds/simulated.ts';
import { createMigratedDatabase, createTestApi } from '../testing/api.ts';

const now = Date.parse('2026-01-15T11:07:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
beforeEach(() => database.pool.query('truncate price_day, price_batch, feed_check, watched_zone'));
afterAll(() => database.drop());

describe('a zone that nobody asked for yet', () => {
  it('is fetched first, watched from then on, and its history follows', async () => {
    const fresh = await createTestApi(database.url, { now: () => now, feeds: [simulated] });
    const { slots } = await fresh.get<http.PricesResponse>('/api/v1/prices?zone=AT&from=2026-01-15');
    expect(slots).toHaveLength(96);
    const watched = `select history_loaded_at is not null as loaded from watched_zone where zone = 'AT'`;
    await expect.poll(async () => (await database.pool.query(watched)).rows).toEqual([{ loaded: true }]);
    const count = `select count(*)::int as days from price_day where zone = 'AT'`;
    expect((await database.pool.query(count)).rows[0].days).toBe(431);
    await fresh.close();
  });

  it('is answered without prices when its feed fails, and not asked for again at once', async () => {
    let asked = 0;
    const failing = {
      ...simulated,
      standIn: false,
      fetchDays: async () => Promise.reject(new Error(`no ${++asked}`)),
    };
    const fresh = await createTestApi(database.url, { now: () => now, feeds: [failing] });
    const url = '/api/v1/prices?zone=BE';
    const answer = await fresh.get<http.PricesResponse>(url);
    expect(answer).toMatchObject({ slots: [], freshness: { checkedAt: null, stale: true } });
    await fresh.get('/api/v1/prices/current?zone=BE', 404);
    fresh.context.ready.dropAll();
    await fresh.get(url);
    await fresh.close();
    // The check that the request waited for, and the history behind its back.
    expect(asked).toBe(2);
  });
});

const recorded = new URL('../../../../shared/data/se_spot', import.meta.url).pathname;
describe.skipIf(!existsSync(recorded))('with real prices of Sweden (needs ../shared/data)', () => {
  const rows: [what: string, day: string, slots: number][] = [
    ['the long day of 2025, in quarters since that October', '2025-10-26', 100],
    ['the short day of 2026', '2026-03-29', 92],
    ['a day of hours', '2025-06-15', 24],
  ];
  it.each(rows)('has %s', async (_what, day, count) => {
    const nowMs = Date.parse(`${day}T10:00:00Z`);
    const real = await createTestApi(database.url, { now: () => nowMs, feeds: [replay(recorded)] });
    const { slots, sources } = await real.get<http.PricesResponse>(`/api/v1/prices?zone=SE3&from=${day}`);
    expect([slots.length, sources.length]).toEqual([count, 1]);
    await real.close();
  });
});
