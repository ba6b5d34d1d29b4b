import type { Clock } from '../http/clock.ts';

/**
 * A vendor's limit: so many calls a second on average, with a burst. Returns how many seconds a caller has to wait, 0
 * when the call is within the limit.
 */
export function makeRateLimit(clock: Clock, perSecond: number, burst: number): () => number {
  let tokens = burst;
  let filledAt = clock.now();
  return () => {
    tokens = Math.min(burst, tokens + ((clock.now() - filledAt) / 1000) * perSecond);
    filledAt = clock.now();
    if (tokens < 1) return Math.ceil((1 - tokens) / perSecond);
    tokens -= 1;
    return 0;
  };
}
