import type { Pool } from 'pg';
import type { pino } from 'pino';
import { PriceAlerts } from '../alerts/service.ts';
import { type Cache, createCache } from '../cache/index.ts';
import type { Limiter } from '../cache/limiter.ts';
import type { ApiEnv } from '../contract/env.ts';
import { createPool } from '../db/pool.ts';
import type { PriceFeed } from '../feeds/feed.ts';
import { createFeeds } from '../feeds/registry.ts';
import { ForecastThread } from '../forecaster/thread.ts';
import { createLog } from '../log/log.ts';
import { createMailer, type Mailer } from '../mail/index.ts';
import { SolverPool } from '../solver/pool.ts';
import { type AccessTokens, createAccessTokens } from './auth/access-tokens.ts';
import { createLoginLimits, type LoginLimits } from './auth/login-limits.ts';
import { SessionStandings } from './auth/session-standings.ts';
import { ForecastAccuracy } from './forecast-accuracy.ts';
import { Forecaster } from './forecaster.ts';
import { type OperatorFacts, operatorFacts } from './operator-facts.ts';
import { registerCertificates } from './plugins/certificate-metrics.ts';
import { registerCosts } from './plugins/cost-metrics.ts';
import { createMetrics, type Metrics } from './plugins/metrics.ts';
import { PriceStore } from './price-store.ts';
import { PriceYears } from './price-years.ts';
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
  /** Where forecasts are made, beside what serves requests. */
  forecastThread: ForecastThread;
  accuracy: ForecastAccuracy;
  history: ZoneHistory;
  priceYears: PriceYears;
  /** Searches the plans that have no short cut, in a thread of its own. */
  solver: SolverPool;
  /** Ready answers of this process. */
  ready: ReadyCache;
  metrics: Metrics;
  log: pino.Logger;
  defaultZone: string;
  release: string;
  operator: OperatorFacts;
  /** Keys that open /metrics and the refresh; more than one while a key is rotated. */
  apiKeys: readonly string[];
  accessTokens: AccessTokens;
  standings: SessionStandings;
  loginLimits: LoginLimits;
  /** Of what is computed for one caller; null for none. */
  requestLimit: Limiter | null;
  priceAlerts: PriceAlerts;
  /** Null on a stack that sends no mail. */
  mailer: Mailer | null;
  /** Of the web app; links in mails begin with it. */
  publicUrl: string;
  /** Unix milliseconds. */
  now: () => number;
}

/** What tests put in the place of the real thing. */
export type Replacements = Partial<Pick<Context, 'feeds' | 'now' | 'log' | 'solver' | 'mailer'>>;

/** Nothing waits for a database longer than this, in milliseconds. */
const databaseTimeoutMs = 1_500;

/** The module of a thread: beside this folder, from sources (`.ts`) and from bundles (`.js`). */
const workerOf = (folder: string): URL =>
  new URL(`../${folder}/worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * Makes what the API works with. Connects to nothing yet; {@link closeContext} ends it.
 *
 * @throws Error when the signing key is malformed
 */
export async function createContext(env: ApiEnv, replacements: Replacements = {}): Promise<Context> {
  const log = replacements.log ?? createLog(env.LOG_LEVEL);
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
  registerCosts(metrics.registry, env);
  registerCertificates(metrics.registry, env.TLS_HOSTS, log);
  const forecastThread = new ForecastThread(workerOf('forecaster'));
  const prices = new PriceStore(pool, now);
  const history = new ZoneHistory({ pool, shared, feeds, ready, metrics, now }, log);
  const forecaster = new Forecaster({
    pool,
    shared,
    thread: forecastThread,
    release: env.RELEASE,
    onForecast: (seconds) => metrics.forecastSeconds.observe(seconds),
  });
  const mailer =
    replacements.mailer === undefined ? createMailer(env.MAIL_URL, env.MAIL_FROM) : replacements.mailer;
  const priceAlerts = new PriceAlerts({
    pool,
    mailer,
    publicUrl: env.PUBLIC_URL,
    pushKey: env.PUSH_KEY,
    privateWebhooks: env.PRIVATE_WEBHOOKS,
    redisUrl: env.REDIS_URL,
    now,
    keepFresh: (zone) => history.ensure(zone),
    onAttempt: ({ channel, outcome }) => metrics.priceAlertAttempts.inc({ channel, outcome }),
    onError: (error) => log.debug({ err: error }, 'messages of price alerts wait'),
  });
  return {
    pool,
    shared,
    feeds,
    prices,
    forecaster,
    accuracy: new ForecastAccuracy({ prices, forecaster, now, log }),
    forecastThread,
    history,
    priceYears: new PriceYears(prices, history, now),
    solver: replacements.solver ?? new SolverPool({ worker: workerOf('solver') }),
    ready,
    metrics,
    log,
    defaultZone: env.DEFAULT_ZONE,
    release: env.RELEASE,
    operator: operatorFacts(env),
    apiKeys: listOf(env.INTERNAL_API_KEY),
    accessTokens: await createAccessTokens(listOf(env.JWT_SIGNING_KEY), env.STACK),
    standings: new SessionStandings({ pool, shared, now }),
    loginLimits: createLoginLimits(shared),
    requestLimit: env.RATE_LIMIT_PER_MINUTE
      ? shared.limiter('requests', env.RATE_LIMIT_PER_MINUTE, 60)
      : null,
    priceAlerts,
    mailer,
    publicUrl: env.PUBLIC_URL,
    now,
  };
}

const listOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);

export async function closeContext({
  pool,
  shared,
  history,
  solver,
  forecastThread,
  priceAlerts,
}: Context): Promise<void> {
  await Promise.all([history.close(), solver.close(), forecastThread.close(), priceAlerts.close()]);
  await Promise.all([pool.end(), shared.close()]);
}
