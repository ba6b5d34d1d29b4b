import type { Pool } from 'pg';
import type { Cache } from '../cache/cache.ts';
import type { PriceFeed } from '../feeds/feed.ts';
import type { Metrics } from './plugins/metrics.ts';
import type { ReadyCache } from './ready-cache.ts';

/** What the routes work with; made once by `app.ts`, handed in by tests. */
export interface Context {
  pool: Pool;
  /** Shared with the other processes of the stack. */
  shared: Cache;
  feeds: readonly PriceFeed[];
  /** Ready answers of this process. */
  ready: ReadyCache;
  metrics: Metrics;
  defaultZone: string;
  release: string;
  /** Keys that open /metrics and the refresh; more than one while a key is rotated. */
  apiKeys: readonly string[];
  now: () => number;
}

/** Channel on which the ids of zones are published whose prices changed. */
export const pricesChanged = 'prices:changed';
