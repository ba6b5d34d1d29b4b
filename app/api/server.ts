import { setTimeout as sleep } from 'node:timers/promises';
import { onPriceChange } from '../cache/price-changes.ts';
import { ApiEnv, EnvError, parseEnv } from '../contract/env.ts';
import { createApp } from './app.ts';
import { followChanges } from './changes.ts';
import { watchClock } from './clock-jumps.ts';
import { type Context, closeContext, createContext } from './context.ts';
import { Refresher } from './refresher.ts';
import { Repeated } from './repeated.ts';

/** Longest that requests and a refresh may take to end after SIGTERM, in milliseconds. */
const graceMs = 8_000;
/** Between two looks after price alerts, in milliseconds; new prices are looked at soon. */
const alertPauseMs = 60_000;
const alertSoonMs = 1_000;
const alertFirstMs = 3_000;
/** Longest that connections to PostgreSQL and Redis may take to end, once nobody needs them, in milliseconds. */
const politeMs = 1_000;

/** The API as a process: environment in, listening, refreshing, and a graceful end on SIGTERM. */
try {
  await serve(parseEnv(ApiEnv, process.env));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function serve(env: ApiEnv): Promise<void> {
  const context = await createContext(env);
  const app = await createApp(context, {
    docs: env.NODE_ENV !== 'production',
    trustedProxies: env.TRUSTED_PROXIES,
    maxAtOnce: env.MAX_REQUESTS_AT_ONCE,
  });
  const stopFollowing = followChanges(context);
  const { refresh, alert, stopWatching } = repeatedWork(context, env.REFRESH_INTERVAL_SECONDS * 1000);
  const url = await app.listen({ host: env.HOST, port: env.PORT });
  context.log.info({ release: env.RELEASE, stack: env.STACK }, `listening at ${url}`);
  if (env.REFRESH_INTERVAL_SECONDS > 0) {
    refresh.start();
    // What loads for it must not delay the first requests.
    alert.start(alertFirstMs);
  }

  const stop = async (signal: string): Promise<void> => {
    context.log.info({ signal }, 'stopping: requests under way are finished');
    setTimeout(() => process.exit(1), graceMs).unref();
    // A client may keep its connection open behind the last answer; nothing is to come on it.
    setInterval(() => app.server.closeIdleConnections(), 50).unref();
    stopFollowing();
    stopWatching();
    await Promise.all([app.close(), refresh.stop(), alert.stop(), context.history.close()]);
    // A message that is being sent is not to be sent once more by another replica.
    await context.priceAlerts.close();
    // A connection that fell silent cannot be ended politely.
    await Promise.race([closeContext(context), sleep(politeMs)]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

interface RepeatedWork {
  refresh: Repeated;
  alert: Repeated;
  /** Ends the watch over the clock. */
  stopWatching: () => void;
}

/** What this process does beside serving requests. */
function repeatedWork(context: Context, refreshMs: number): RepeatedWork {
  const { log, priceAlerts, shared, ready, standings, history } = context;
  const refresher = new Refresher(context, refreshMs);
  const refresh = new Repeated(
    (stop) => refresher.turn(stop),
    { firstMs: 5_000, longestMs: refreshMs },
    (error) => log.warn({ err: error }, 'the refresh failed; it is tried again'),
  );
  const alert = new Repeated(
    () => priceAlerts.turn(alertPauseMs).then(() => alertPauseMs),
    { firstMs: 5_000, longestMs: alertPauseMs },
    (error) => log.warn({ err: error }, 'price alerts were not looked after; it is tried again'),
  );
  onPriceChange(shared, () => alert.wake(alertSoonMs));
  const stopWatching = watchClock((seconds) => {
    log.warn({ seconds }, 'the clock of the machine was set; what was kept by the old one is forgotten');
    ready.dropAll();
    standings.forgetAll();
    for (const one of [history, refresher]) one.forgetTimes();
    refresh.wake(0);
    alert.wake(0);
  });
  return { refresh, alert, stopWatching };
}

function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to another one.`;
  if (error instanceof EnvError || (error as Error).name === 'FeedsConfigError')
    return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
