import { setTimeout as sleep } from 'node:timers/promises';
import { ApiEnv, EnvError, parseEnv } from '../contract/env.ts';
import { createApp } from './app.ts';
import { followChanges } from './changes.ts';
import { closeContext, createContext } from './context.ts';
import { Refresher } from './refresher.ts';

/** Longest that requests and a refresh may take to end after SIGTERM, in milliseconds. */
const graceMs = 8_000;
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
  const refresher = new Refresher(context, env.REFRESH_INTERVAL_SECONDS * 1000);
  const url = await app.listen({ host: env.HOST, port: env.PORT });
  context.log.info({ release: env.RELEASE, stack: env.STACK }, `listening at ${url}`);
  if (env.REFRESH_INTERVAL_SECONDS > 0) refresher.start();

  const stop = async (signal: string): Promise<void> => {
    context.log.info({ signal }, 'stopping: requests under way are finished');
    setTimeout(() => process.exit(1), graceMs).unref();
    // A client may keep its connection open behind the last answer; nothing is to come on it.
    setInterval(() => app.server.closeIdleConnections(), 50).unref();
    stopFollowing();
    await Promise.all([app.close(), refresher.stop(), context.history.close()]);
    // A connection that fell silent cannot be ended politely.
    await Promise.race([closeContext(context), sleep(politeMs)]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to another one.`;
  if (error instanceof EnvError || (error as Error).name === 'FeedsConfigError')
    return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
