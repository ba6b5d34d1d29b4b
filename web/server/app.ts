import httpProxy from '@fastify/http-proxy';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { securityHeaders } from '../headers.ts';

interface AppOptions {
  /** Folder of the built web app. */
  root: string;
  /** Base URLs of the API replicas. */
  apiUrls: readonly string[];
  logger: FastifyServerOptions['logger'];
}

const retryDeadAfterMs = 2_000;

/** Serves the web app compressed, and passes `/api` on to the API, so that the browser needs one origin only. */
export async function createApp({ root, apiUrls, logger }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logger ?? false,
    disableRequestLogging: true,
    forceCloseConnections: 'idle',
  });
  app.addHook('onRequest', async (request, reply) => {
    // An answer of the API brings its own.
    if (!request.url.startsWith('/api/')) reply.headers(securityHeaders);
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  await registerProxy(app, apiUrls);
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    // A path without a dot is a page of the app, which routes it in the browser.
    const isPage = request.method === 'GET' && !request.url.split('?')[0]?.includes('.');
    return isPage
      ? reply.sendFile('index.html')
      : reply.code(404).send({ status: 404, title: 'There is nothing here' });
  });
  return app;
}

/** Round robin over the replicas; one that refused is passed over for a while. */
async function registerProxy(app: FastifyInstance, apiUrls: readonly string[]): Promise<void> {
  const deadUntil = new Map<string, number>();
  let turn = 0;
  const next = (): string => {
    const alive = apiUrls.filter((url) => (deadUntil.get(url) ?? 0) < Date.now());
    const pool = alive.length > 0 ? alive : apiUrls;
    turn += 1;
    return pool[turn % pool.length] ?? '';
  };
  await app.register(httpProxy, {
    upstream: '',
    prefix: '/api',
    rewritePrefix: '/api',
    undici: { connect: { timeout: 1_000 }, headersTimeout: 10_000 },
    replyOptions: {
      getUpstream: next,
      retriesCount: apiUrls.length,
      onError: (reply, { error }) => {
        for (const url of apiUrls)
          if (error.message.includes(new URL(url).host)) deadUntil.set(url, Date.now() + retryDeadAfterMs);
        const body = {
          type: 'urn:problem:electricity-optimizer:dependency-unavailable',
          title: 'A part that this answer needs is not available',
          status: 503,
          detail: 'The API does not answer. Try again shortly.',
          code: 'dependency-unavailable',
          errors: [],
        };
        reply
          .code(503)
          .headers({ 'retry-after': '5', 'content-type': 'application/problem+json' })
          .send(JSON.stringify(body));
      },
    },
  });
}
