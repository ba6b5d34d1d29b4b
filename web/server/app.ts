import { relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import { securityHeaders } from '../headers.ts';
import { registerApiProxy } from './api-proxy.ts';
import { registerFirstPrice } from './first-price.ts';

interface AppOptions {
  /** Folder of the built web app. */
  root: string;
  /** Base URLs of the API replicas. */
  apiUrls: readonly string[];
  /** None when left out. */
  log?: FastifyBaseLogger;
}

/** Serves the web app compressed, and passes `/api` on to the API, so that the browser needs one origin only. */
export async function createApp({ root, apiUrls, log }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(log ? { loggerInstance: log } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // A proxy on this machine, such as one that brings TLS, tells the caller's address.
    trustProxy: 'loopback',
  });
  app.addHook('onRequest', async (request, reply) => {
    // An answer of the API brings its own.
    if (!request.url.startsWith('/api/')) reply.headers(securityHeaders);
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  await registerApiProxy(app, apiUrls);
  await registerFiles(app, root);
  registerFirstPrice(app, root);
  return app;
}

async function registerFiles(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Vite puts a hash of the content into the names in assets/, so a name never changes its content.
      const isHashed = relative(root, path).startsWith('assets');
      reply.setHeader('vary', 'accept-encoding');
      reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply): FastifyReply => {
    // A path without a dot is a page of the app, which routes it in the browser.
    const path = request.url.split('?')[0] ?? '/';
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !path.includes('.');
    return isPage
      ? reply.sendFile('index.html')
      : reply
          .code(404)
          .header('cache-control', 'no-cache')
          .send({ status: 404, title: 'There is nothing here' });
  });
}
