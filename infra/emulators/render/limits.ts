interface Bucket {
  pattern: RegExp;
  limit: number;
  windowMs: number;
}

const [minute, hour] = [60_000, 3_600_000];

/** Render's measured buckets (`vendor/facts.md` §1). Changes of services, deploys and scaling share one. */
const buckets: readonly Bucket[] = [
  {
    pattern: /^PATCH \/services\/[^/]+$|^POST \/services\/[^/]+\/(deploys|scale|rollback)$/,
    limit: 10,
    windowMs: minute,
  },
  { pattern: /^POST \/(services|key-value)$/, limit: 20, windowMs: hour },
  { pattern: /^POST \/services\/[^/]+\/custom-domains$/, limit: 50, windowMs: hour },
  { pattern: /^GET \/logs$/, limit: 30, windowMs: minute },
  { pattern: /^GET /, limit: 400, windowMs: minute },
  { pattern: /./, limit: 100, windowMs: minute },
];

/** Counts requests in fixed windows, and tells of them in every answer as Render does. */
export class Limits {
  readonly #windows = new Map<Bucket, { startedAt: number; count: number }>();

  /** Seconds to wait; 0 when the request may pass. */
  take(routeKey: string): number {
    const { bucket, window } = this.#at(routeKey);
    window.count += 1;
    return window.count > bucket.limit ? Math.max(secondsLeft(bucket, window.startedAt), 1) : 0;
  }

  headers(routeKey: string): Record<string, string> {
    const { bucket, window } = this.#at(routeKey);
    return {
      'ratelimit-limit': String(bucket.limit),
      'ratelimit-remaining': String(Math.max(bucket.limit - window.count, 0)),
      'ratelimit-reset': String(secondsLeft(bucket, window.startedAt)),
    };
  }

  #at(routeKey: string): { bucket: Bucket; window: { startedAt: number; count: number } } {
    const bucket = buckets.find(({ pattern }) => pattern.test(routeKey));
    if (!bucket) throw new Error(`${routeKey} counts in no bucket`);
    const now = Date.now();
    const open = this.#windows.get(bucket);
    const window = open && now - open.startedAt < bucket.windowMs ? open : { startedAt: now, count: 0 };
    this.#windows.set(bucket, window);
    return { bucket, window };
  }
}

function secondsLeft({ windowMs }: Bucket, startedAt: number): number {
  return Math.max(Math.floor((startedAt + windowMs - Date.now()) / 1_000), 0);
}
