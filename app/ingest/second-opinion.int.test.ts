import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../db/migrate.ts';
import { readPriceConflicts } from '../db/price-conflicts.ts';
import { readPriceDays } from '../db/prices.ts';
import { createTestDatabase, type TestDatabase } from '../db/testing.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { FeedError, type PriceFeed } from '../feeds/feed.ts';
import { simulated } from '../feeds/simulated.ts';
import { batchOf, fakeFeed } from '../feeds/testing.ts';
import { type SecondOpinion, secondOpinion } from './second-opinion.ts';
import { syncZone } from './sync-zone.ts';

const zone = zoneNamed('BE');
/** The clock goes back on the second day: 100 quarters. */
const [firstDay, lastDay] = ['2025-10-25', '2025-10-26'];
const price = (index: number) => 40 + index;

type Price = (index: number, day: string) => number | null;
const feedWith = (name: string, of: Price, days = [firstDay, lastDay]): PriceFeed =>
  fakeFeed(name, async () => [
    batchOf(name, ...days.map((day) => dayWith(zone, day, (index) => of(index, day)))),
  ]);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate price_day, price_batch, feed_check, price_conflict'));
afterAll(() => database.drop());

const request = (feeds: PriceFeed[]) => ({
  pool: database.pool,
  feeds,
  zone,
  firstDay,
  lastDay,
  signal: AbortSignal.timeout(30_000),
});
async function opinionOf(first: PriceFeed, ...others: PriceFeed[]): Promise<SecondOpinion> {
  await syncZone(request([first]));
  return secondOpinion(request([first, ...others]), first.name);
}
const stored = () => readPriceDays(database.pool, zone.id, firstDay, lastDay);

describe('secondOpinion', () => {
  it('agrees when both say the same', async () => {
    const opinion = await opinionOf(feedWith('first', price), feedWith('second', price));
    expect(opinion).toEqual({ feed: 'second', daysFilled: 0, conflicts: [] });
    expect(await readPriceConflicts(database.pool, firstDay)).toEqual([]);
  });

  it('flags zeros and a shift by an hour on the day the clock goes back, and leaves the stored prices', async () => {
    const wrong: Price = (index, day) => {
      if (day === firstDay || index < 8) return price(index);
      return index < 12 ? 0 : price(index - 4);
    };
    const { conflicts, daysFilled } = await opinionOf(feedWith('first', wrong), feedWith('second', price));
    expect(daysFilled).toBe(0);
    expect(conflicts).toMatchObject([
      { zone: 'BE', day: lastDay, feed: 'first', otherFeed: 'second', compared: 100, differing: 92 },
    ]);
    expect(await readPriceConflicts(database.pool, firstDay)).toEqual(conflicts);
    expect((await stored())[1]).toMatchObject({ feed: 'first' });
  });

  it('takes the flag back once the feeds agree', async () => {
    await opinionOf(
      feedWith('first', price),
      feedWith('second', () => 0),
    );
    expect(await readPriceConflicts(database.pool, firstDay)).toHaveLength(2);
    await opinionOf(feedWith('first', price), feedWith('second', price));
    expect(await readPriceConflicts(database.pool, firstDay)).toEqual([]);
  });

  it('fills what the first feed left open, and keeps the rest', async () => {
    const partial = feedWith('first', (index) => (index < 90 ? 7 : null), [firstDay]);
    const opinion = await opinionOf(partial, feedWith('second', price));
    expect(opinion).toMatchObject({ daysFilled: 2, conflicts: [{ day: firstDay, compared: 90 }] });
    const [first, last] = await stored();
    expect(first?.prices.slice(88, 92)).toEqual([7, 7, 130, 131]);
    expect(last).toMatchObject({ feed: 'second', simulated: false });
  });

  it('replaces what was made up', async () => {
    await syncZone(request([simulated]));
    const opinion = await secondOpinion(request([simulated, feedWith('second', price)]), 'simulated');
    expect(opinion).toMatchObject({ daysFilled: 2, conflicts: [] });
    expect((await stored()).every((day) => !day.simulated)).toBe(true);
  });

  it.each<[string, PriceFeed[]]>([
    ['there is no second feed', []],
    ['the second is a stand-in', [simulated]],
    [
      'the second is out of order',
      [fakeFeed('second', () => Promise.reject(new FeedError('second', 'unreachable', 'Away.')))],
    ],
    ['the second has nothing', [fakeFeed('second', async () => [])]],
  ])('says nothing when %s', async (_, others) => {
    const opinion = await opinionOf(feedWith('first', price), ...others);
    expect(opinion).toEqual({ feed: null, daysFilled: 0, conflicts: [] });
  });
});
