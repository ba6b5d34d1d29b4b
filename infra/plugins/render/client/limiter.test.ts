import { describe, expect, it } from 'vitest';
import { bucketOf } from './buckets.ts';
import type { Clock } from './clock.ts';
import { Limiter } from './limiter.ts';

const { signal } = new AbortController();

function fakeClock(): Clock & { slept: number[] } {
  let now = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

const answer = (remaining: number, reset: number): Headers =>
  new Headers({ 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(reset) });

async function take(limiter: Limiter, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await limiter.take('deploy', signal);
}

describe('buckets', () => {
  it.each([
    ['PATCH', '/services/srv-1', 'deploy'],
    ['POST', '/services/srv-1/deploys', 'deploy'],
    ['POST', '/services/srv-1/scale', 'deploy'],
    ['POST', '/services', 'create'],
    ['POST', '/key-value', 'create'],
    ['POST', '/services/srv-1/custom-domains', 'domain'],
    ['PUT', '/services/srv-1/env-vars', 'write'],
    ['PATCH', '/key-value/red-1', 'write'],
    ['DELETE', '/services/srv-1', 'write'],
    ['GET', '/services/srv-1/deploys', 'read'],
    ['GET', '/logs', 'log'],
  ])('%s %s counts as %s', (method, path, bucket) => expect(bucketOf(method, path)).toBe(bucket));
});

describe('limiter', () => {
  it('lets a window of requests through at once and holds the next back', async () => {
    const clock = fakeClock();
    const limiter = new Limiter(clock);
    await take(limiter, 10);
    expect(clock.slept).toEqual([]);
    await take(limiter, 1);
    expect(clock.slept).toEqual([60_000]);
  });

  it('believes Render when another run has used the key', async () => {
    const clock = fakeClock();
    const limiter = new Limiter(clock);
    await take(limiter, 1);
    limiter.observe('deploy', 200, answer(1, 20));
    await take(limiter, 1);
    expect(clock.slept).toEqual([]);
    await take(limiter, 1);
    expect(clock.slept).toEqual([21_000]);
  });

  it('takes the lowest count when answers come out of order, and a fresh one of the next window', async () => {
    const clock = fakeClock();
    const limiter = new Limiter(clock);
    limiter.observe('deploy', 200, answer(0, 10));
    limiter.observe('deploy', 200, answer(5, 10));
    await take(limiter, 1);
    expect(clock.slept).toEqual([11_000]);
    limiter.observe('deploy', 200, answer(9, 59));
    await take(limiter, 9);
    expect(clock.slept).toHaveLength(1);
  });

  it('waits as long as a 429 says', async () => {
    const clock = fakeClock();
    const limiter = new Limiter(clock);
    await take(limiter, 1);
    limiter.observe('deploy', 429, new Headers({ 'retry-after': '7' }));
    await take(limiter, 1);
    expect(clock.slept).toEqual([8_000]);
  });

  it('tells when to come back rather than wait for an hour', async () => {
    const limiter = new Limiter(fakeClock());
    limiter.observe('create', 201, answer(0, 2_100));
    await expect(limiter.take('create', signal)).rejects.toThrow(
      'Render allows 20 new services and databases an hour, and these are used up. Run this again in 36 minutes.',
    );
  });

  it('counts buckets apart', async () => {
    const clock = fakeClock();
    const limiter = new Limiter(clock);
    await take(limiter, 10);
    await limiter.take('read', signal);
    await limiter.take('write', signal);
    expect(clock.slept).toEqual([]);
  });
});
