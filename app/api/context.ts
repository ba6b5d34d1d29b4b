import type { Pool } from 'pg';
import { pino } from 'pino';
import { type Cache, createCache } from '../cache/index.ts';
import type { ApiEnv } from '../contract/env.ts';
import { createPool } from '../db/pool.ts';
import type { PriceFeed } from '../feeds/feed.ts';
import { createFeeds } from '../feeds/registry.ts';
import { Forecaster } from './forecaster.ts';
import { createMetrics, type Metrics } from './plugins/metrics.ts';
import { PriceStore } from './price-store.ts';
import { ReadyCache } from './ready-cache.ts';
import { ZoneHistory } from './zone-history.ts';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** What the routes work with. */
export interface Context {
  pool: Pool;
  /** Shared with the other processes of the stack. */
  shared: Cache;
  feeds: readonly PriceFeed[];
  prices: PriceStore;
  forecaster: Forecaster;
  history: ZoneHistory;
  /** Ready answers of this process. */
  ready: ReadyCache;
  metrics: Metrics;
  log: pino.Logger;
  defaultZone: string;
  release: string;
  /** Keys that open /metrics and the refresh; more than one while a key is rotated. */
  apiKeys: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
}

/** What tests put in the place of the real thing. */
export type Replacements = Partial<Pick<Context, 'feeds' | 'now' | 'log'>>;

/** Nothing waits for a database longer than this, in milliseconds. */
const databaseTimeoutMs = 1_500;

/** Makes what the API works with. Connects to nothing yet; {@link closeContext} ends it. */
export function createContext(env: ApiEnv, replacements: Replacements = {}): Context {
  const log = replacements.log ?? pino({ level: env.LOG_LEVEL });
  const now = replacements.now ?? Date.now;
  const feeds = replacements.feeds ?? createFeeds(env);
  const pool = createPool(env.DATABASE_URL, {
    applicationName: 'api',
    connectTimeoutMs: databaseTimeoutMs,
    statementTimeoutMs: databaseTimeoutMs,
    onError: (error) => log.warn({ err: error }, 'a database connection broke; it is replaced'),
  });
  const shared = createCache(env.REDIS_URL, {
    onError: (error) => log.debug({ err: error }, 'Redis did not answer'),
  });
  const ready = new ReadyCache(now);
  const metrics = createMetrics(env.RELEASE);
  const time = <T>(work: () => T): T => {
    const stop = metrics.forecastSeconds.startTimer();
    const result = work();
    stop();
    return result;
  };
  return {
    pool,
    shared,
    feeds,
    prices: new PriceStore(pool, now),
    forecaster: new Forecaster({ pool, shared, release: env.RELEASE, time }),
    history: new ZoneHistory({ pool, shared, feeds, ready, metrics, now }, log),
    ready,
    metrics,
    log,
    defaultZone: env.DEFAULT_ZONE,
    release: env.RELEASE,
    apiKeys: env.INTERNAL_API_KEY.split(',').flatMap((key) => key.trim() || []),
    now,
  };
}

export async function closeContext({ pool, shared, history }: Context): Promise<void> {
  await history.close();
  await Promise.all([pool.end(), shared.close()]);
}
