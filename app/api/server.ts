import { createCache } from '../cache/index.ts';
import { ApiEnv, EnvError, parseEnv } from '../contract/env.ts';
import { createPool } from '../db/pool.ts';
import { createFeeds } from '../feeds/registry.ts';
import { createApp } from './app.ts';
import { type Context, pricesChanged } from './context.ts';
import { createMetrics } from './plugins/metrics.ts';
import { ReadyCache } from './ready-cache.ts';
import { refreshWatched } from './refresher.ts';

/** The API as a process: environment in, listening, refreshing, and a graceful end on SIGTERM. */
try {
  await serve(parseEnv(ApiEnv, process.env));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function serve(env: ApiEnv): Promise<void> {
  const pool = createPool(env.DATABASE_URL, {
    applicationName: 'api',
    connectTimeoutMs: 1_500,
    statementTimeoutMs: 1_500,
    onError: (error) => app.log.warn({ err: error }, 'a database connection broke'),
  });
  const shared = createCache(env.REDIS_URL, { onError: (error) => app.log.debug({ err: error }, 'redis') });
  const context: Context = {
    pool,
    shared,
    feeds: createFeeds(env),
    ready: new ReadyCache(),
    metrics: createMetrics(env.RELEASE),
    defaultZone: env.DEFAULT_ZONE,
    release: env.RELEASE,
    apiKeys: env.INTERNAL_API_KEY.split(',').map((key) => key.trim()),
    now: Date.now,
  };
  const app = await createApp({
    context,
    logger: { level: env.LOG_LEVEL },
    docs: env.NODE_ENV !== 'production',
  });
  shared.subscribe(pricesChanged, {
    onMessage: (zone) => context.ready.dropZone(zone),
    onGap: () => context.ready.dropAll(),
  });
  await app.listen({ host: env.HOST, port: env.PORT });
  const stopRefreshing = keepFresh(context, env.REFRESH_INTERVAL_SECONDS, (error) =>
    app.log.warn({ err: error }, 'the refresh failed; the stored prices stay'),
  );

  const stop = async (): Promise<void> => {
    stopRefreshing();
    setTimeout(() => process.exit(1), 8_000).unref();
    await app.close();
    await Promise.all([pool.end(), shared.close()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

/** Checks watched zones at once and then at the interval; after a failure sooner, with growing pauses. */
function keepFresh(context: Context, intervalSeconds: number, onError: (error: unknown) => void): () => void {
  if (intervalSeconds === 0) return () => {};
  let timer: NodeJS.Timeout;
  let failures = 0;
  const turn = async (): Promise<void> => {
    try {
      const results = await refreshWatched(context);
      failures = results.some(({ outcome }) => outcome === 'failed') ? failures + 1 : 0;
    } catch (error) {
      failures += 1;
      onError(error);
    }
    const pause = failures === 0 ? intervalSeconds : Math.min(intervalSeconds, 5 * 2 ** failures);
    timer = setTimeout(() => void turn(), pause * 1000);
  };
  timer = setTimeout(() => void turn(), 0);
  return () => clearTimeout(timer);
}

function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to another one.`;
  if (error instanceof EnvError || (error as Error).name === 'FeedsConfigError')
    return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
