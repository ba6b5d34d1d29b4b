import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFeedChecks, recordFeedFailure, recordFeedSuccess } from './feed-checks.ts';
import { migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';
import { markHistoryLoaded, readWatchedZones, watchZone } from './watched-zones.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate feed_check, watched_zone'));
afterAll(() => database.drop());

describe('feed checks', () => {
  it('count failures since the last success, and keep when that was', async () => {
    const { pool } = database;
    await recordFeedFailure(pool, 'SE3', 'timeout');
    expect(await readFeedChecks(pool, 'SE3')).toMatchObject([{ checkedAtMs: null, feed: null, failures: 1 }]);
    await recordFeedSuccess(pool, 'SE3', 'market');
    const [good] = await readFeedChecks(pool, 'SE3');
    expect(good).toMatchObject({ feed: 'market', failures: 0, failure: 'timeout' });
    await recordFeedFailure(pool, 'SE3', 'a NUL \0 and a long text'.padEnd(5000, 'x'));
    await recordFeedFailure(pool, 'SE3', 'again');
    const [bad] = await readFeedChecks(pool, 'SE3');
    expect(bad).toMatchObject({
      checkedAtMs: good?.checkedAtMs,
      feed: 'market',
      failures: 2,
      failure: 'again',
    });
  });

  it('are read for one zone or for all, in order', async () => {
    for (const zone of ['SE4', 'AT', 'SE3']) await recordFeedSuccess(database.pool, zone, 'market');
    expect((await readFeedChecks(database.pool)).map(({ zone }) => zone)).toEqual(['AT', 'SE3', 'SE4']);
    expect(await readFeedChecks(database.pool, 'NO9')).toEqual([]);
  });
});

describe('watched zones', () => {
  it('come with their last check, those waiting longest first, and end after some days', async () => {
    const { pool } = database;
    for (const zone of ['AT', 'SE3', 'FI']) await watchZone(pool, zone);
    await recordFeedSuccess(pool, 'SE3', 'market');
    await recordFeedFailure(pool, 'AT', 'timeout');
    await pool.query(`update watched_zone set requested_at = now() - interval '4 days' where zone = 'FI'`);
    expect(await readWatchedZones(pool, 3)).toMatchObject([
      { zone: 'AT', checkedAtMs: null, failures: 1, historyLoadedAtMs: null },
      { zone: 'SE3', failures: 0 },
    ]);
    await watchZone(pool, 'FI');
    expect(await readWatchedZones(pool, 3)).toHaveLength(3);
  });

  it('remember that their history is there', async () => {
    expect(await watchZone(database.pool, 'SE3')).toBe(false);
    await markHistoryLoaded(database.pool, 'SE3');
    expect(await watchZone(database.pool, 'SE3')).toBe(true);
  });
});
