import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { createApp } from '../server/app.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

/** The built page, served as in production, in front of a fake API. */
export interface StartedPage {
  url: string;
  api: FakeApi;
  stop: () => Promise<void>;
}

/** Builds the page into a folder of its own and serves it. */
export async function startPage(port = 0): Promise<StartedPage> {
  const root = mkdtempSync(join(tmpdir(), 'eo-web-'));
  const web = fileURLToPath(new URL('..', import.meta.url));
  await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: root, emptyOutDir: true },
  });
  const api = await startFakeApi();
  const app = await createApp({ root, apiUrls: [api.url] });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    url,
    api,
    stop: async () => {
      const closed = app.close();
      // A browser keeps connections open that it has not used yet.
      app.server.closeAllConnections();
      await closed;
      await api.goDown().catch(() => undefined);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
