import { expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

it('doubles from 100 ms to 30 s', () => {
  const backoff = new Backoff();
  const delays = Array.from({ length: 11 }, () => backoff.delayAfterExit(0));
  expect(delays.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(delays.slice(-2)).toEqual([30_000, 30_000]);
});

it('keeps trying through the seconds in which a killed PostgreSQL still holds its lock', () => {
  const backoff = new Backoff();
  const delays = Array.from({ length: 6 }, () => backoff.delayAfterExit(20));
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(5_000);
});

it('starts over after the process worked for ten seconds', () => {
  const backoff = new Backoff();
  for (let i = 0; i < 5; i += 1) backoff.delayAfterExit(0);
  expect(backoff.delayAfterExit(10_000)).toBe(100);
});
