import type { Clock } from '../http/clock.ts';

/** A clock on which an hour passes at once: whoever sleeps finds it later, and others get their turn meanwhile. */
export function fakeClock(
  start = Date.parse('2026-03-02T10:00:00Z'),
): Clock & { pass: (ms: number) => void } {
  let now = start;
  return {
    now: () => now,
    pass(milliseconds) {
      now += milliseconds;
    },
    async sleep(milliseconds) {
      const until = now + milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      now = Math.max(now, until);
    },
  };
}
