import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvError, parseEnv, WebEnv } from '@eo/app/contract/env.ts';
import { createLog } from '@eo/app/log/log.ts';
import { createApp } from './app.ts';

/** The `frontend` service as a process. */
try {
  await serve(parseEnv(WebEnv, process.env));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function serve(env: WebEnv): Promise<void> {
  const apiUrls = env.API_URLS.split(',').map((url) => url.trim());
  const app = await createApp({ root: builtApp(), apiUrls, log: createLog(env.LOG_LEVEL) });
  await app.listen({ host: env.HOST, port: env.PORT });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void app.close().then(() => process.exit(0)));
  }
}

/** `dist/web`, seen from the bundle (`dist/services/web/server`) or from the source (`web/server`). */
function builtApp(): string {
  const places = ['../../../web', '../../dist/web'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((place) => existsSync(`${place}/index.html`) && existsSync(`${place}/assets`));
  if (!found) throw new EnvError('The web app is not built. Build it: npm run build');
  return found;
}

function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to another one.`;
  if (error instanceof EnvError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
