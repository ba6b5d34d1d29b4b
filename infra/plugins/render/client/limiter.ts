import { RenderError } from '../errors.ts';
import { type Bucket, buckets } from './buckets.ts';
import type { Clock } from './clock.ts';

/** A wait longer than this is not worth holding an `up` for; it fails and says when to come back. */
const longestWaitMs = 15 * 60_000;
/** `Ratelimit-Reset` is in whole seconds, rounded down. */
const roundingMs = 1_000;
/** What to wait after a 429 that does not say how long. */
const unsaidSeconds = 5;
const worthTellingMs = 5_000;

interface Level {
  /** When the requests of the last window were let through; used until Render has said how many are left. */
  taken: number[];
  remaining: number;
  /** End of the window that `remaining` is about. */
  resetAt: number;
}

/**
 * Holds requests back so that Render's limits are not hit. It counts by itself until an answer tells how many
 * requests are left, since another run may have used the same key a moment ago.
 */
export class Limiter {
  private readonly levels = new Map<Bucket, Level>();

  constructor(
    private readonly clock: Clock,
    private readonly report: (line: string) => void = () => {},
  ) {}

  /** Waits until a request of the bucket may go, and counts it. */
  async take(bucket: Bucket, signal: AbortSignal): Promise<void> {
    for (let waitMs = this.waitMs(bucket); waitMs > 0; waitMs = this.waitMs(bucket)) {
      const { limit, of } = buckets[bucket];
      const seconds = Math.ceil(waitMs / 1_000);
      const told = `Render allows ${limit} ${of}`;
      if (waitMs > longestWaitMs) {
        throw new RenderError(`${told}, and these are used up. Run this again in ${minutes(seconds)}.`);
      }
      if (waitMs >= worthTellingMs) this.report(`${told}: waiting ${seconds} s.`);
      await this.clock.sleep(waitMs, signal);
    }
    const level = this.level(bucket);
    level.taken.push(this.clock.now());
    level.remaining -= 1;
  }

  /** Learns from the headers of an answer. */
  observe(bucket: Bucket, status: number, headers: Headers): void {
    const level = this.level(bucket);
    const now = this.clock.now();
    const left = status === 429 ? 0 : Number(headers.get('ratelimit-remaining') ?? Number.NaN);
    const unsaid = status === 429 ? unsaidSeconds : Number.NaN;
    const seconds = Number(headers.get('retry-after') ?? headers.get('ratelimit-reset') ?? unsaid);
    if (!Number.isFinite(left) || !Number.isFinite(seconds)) return;
    const resetAt = now + seconds * 1_000 + roundingMs;
    if (status === 429 || now >= level.resetAt || resetAt > level.resetAt + 2 * roundingMs) {
      level.remaining = left;
      level.resetAt = resetAt;
    } else {
      // Answers of one window come out of order: the lowest count is the latest.
      level.remaining = Math.min(level.remaining, left);
    }
  }

  private waitMs(bucket: Bucket): number {
    const { limit, windowMs } = buckets[bucket];
    const level = this.level(bucket);
    const now = this.clock.now();
    const since = now >= level.resetAt ? Math.max(level.resetAt, now - windowMs) : now - windowMs;
    level.taken = level.taken.filter((at) => at > since);
    if (now < level.resetAt) return level.remaining > 0 ? 0 : level.resetAt - now;
    const oldest = level.taken.at(-limit);
    return oldest === undefined ? 0 : oldest + windowMs - now;
  }

  private level(bucket: Bucket): Level {
    const known = this.levels.get(bucket);
    if (known) return known;
    const level = { taken: [], remaining: 0, resetAt: 0 };
    this.levels.set(bucket, level);
    return level;
  }
}

function minutes(seconds: number): string {
  return `${Math.ceil(seconds / 60)} minutes`;
}
