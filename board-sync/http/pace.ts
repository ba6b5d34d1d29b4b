import type { Clock } from './clock.ts';

/** Waits until the next call may be made. */
export type Pace = () => Promise<void>;

/**
 * At most so many calls a second on average, with a small burst: a bucket that refills steadily. Callers are served in
 * the order in which they came.
 */
export function makePace(clock: Clock, perSecond: number, burst = 1): Pace {
  const interval = 1000 / perSecond;
  let next = 0;
  return async () => {
    const now = clock.now();
    const turn = Math.max(next, now - (burst - 1) * interval);
    next = turn + interval;
    if (turn > now) await clock.sleep(turn - now);
  };
}
