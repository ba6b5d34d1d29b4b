import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { fetchFirst } from './failover.ts';
import { FeedError } from './feed.ts';
import { paced } from './paced.ts';
import { batchOf, fakeFeed } from './testing.ts';

const zone = zoneNamed('SE3');
const date = '2026-01-15';
const good = fakeFeed('good', async () => [
  batchOf(
    'good',
    dayWith(zone, date, () => 1),
  ),
]);
const never = new AbortController().signal;
const fetchFrom = (feed: ReturnType<typeof paced>) => feed.fetchDays(zone, date, date, never);

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('a paced feed', () => {
  test('lets the first requests of a minute through at once and the next when the first is a minute old', async () => {
    const feed = paced(good, 2);
    await feed.turn?.(never);
    await vi.advanceTimersByTimeAsync(20_000);
    await feed.turn?.(never);
    const order: string[] = [];
    const third = feed.turn?.(never).then(() => order.push('third'));
    const fourth = feed.turn?.(never).then(() => order.push('fourth'));
    await vi.advanceTimersByTimeAsync(39_999);
    expect(order).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await third;
    expect(order).toEqual(['third']);
    await vi.advanceTimersByTimeAsync(20_000);
    await fourth;
    expect(order).toEqual(['third', 'fourth']);
  });

  test('ends waiting when the caller gives up', async () => {
    const feed = paced(good, 1);
    await feed.turn?.(never);
    const controller = new AbortController();
    const waiting = feed.turn?.(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  const refusals: [what: string, error: FeedError, seconds: number][] = [
    ['said how long to wait', new FeedError('busy', 'rate-limited', 'No.', 600), 600],
    ['is in maintenance for a while', new FeedError('busy', 'unreachable', 'No.', 120), 120],
    ['only said that it is too much', new FeedError('busy', 'rate-limited', 'No.'), 60],
  ];
  test.each(refusals)('is left alone after it %s', async (_, error, seconds) => {
    const answer = vi.fn(() => Promise.reject(error));
    const feed = paced(fakeFeed('busy', answer), 100);
    await expect(fetchFrom(feed)).rejects.toBe(error);
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1_000);
    await expect(feed.turn?.(never)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(feed.turn?.(never)).resolves.toBeUndefined();
    expect(answer).toHaveBeenCalledTimes(1);
  });

  test('may be asked again at once after a failure that says nothing about waiting', async () => {
    const feed = paced(
      fakeFeed('down', () => Promise.reject(new FeedError('down', 'unreachable', 'No.'))),
      100,
    );
    await expect(fetchFrom(feed)).rejects.toThrow('No.');
    await expect(feed.turn?.(never)).resolves.toBeUndefined();
  });

  test('hands over to the next feed while it is left alone, without a request', async () => {
    const answer = vi.fn(() => Promise.reject(new FeedError('busy', 'rate-limited', 'No.', 600)));
    const feeds = [paced(fakeFeed('busy', answer), 100), good];
    await fetchFirst(feeds, zone, date, date, never);
    const { batches, failures } = await fetchFirst(feeds, zone, date, date, never);
    expect(batches[0]?.feed).toBe('good');
    expect(failures).toMatchObject([{ feed: 'busy', kind: 'rate-limited' }]);
    expect(answer).toHaveBeenCalledTimes(1);
  });

  test('does not count the wait for its turn as the time it takes to answer', async () => {
    const feed = paced(good, 1);
    await feed.turn?.(never);
    const fetched = fetchFirst([feed], zone, date, date, never, { timeoutMs: 10_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await fetched).batches[0]?.feed).toBe('good');
  });
});
