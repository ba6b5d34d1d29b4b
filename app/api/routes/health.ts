import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { HealthResponse, ReadyResponse } from '../../contract/http.ts';
import type { Context } from '../context.ts';
import { requireApiKey } from '../plugins/api-key.ts';
import { readSharedMetrics } from '../refresher.ts';

/** Is the process alive, can it serve, and what does it measure. */
export const healthRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { pool, shared, metrics, release, apiKeys } = context;

  app.get('/healthz', { schema: { tags: ['health'], response: { 200: HealthResponse } } }, async () => {
    return { status: 'ok' as const };
  });

  app.get(
    '/readyz',
    { schema: { tags: ['health'], response: { 200: ReadyResponse, 503: ReadyResponse } } },
    async (_request, reply) => {
      const [postgres, redis] = await Promise.all([
        pool.query('select 1').then(
          () => 'ok' as const,
          () => 'down' as const,
        ),
        redisState(shared),
      ]);
      // Without Redis everything is still answered; without PostgreSQL only what is cached.
      const status = postgres === 'down' ? 'unavailable' : redis === 'down' ? 'degraded' : 'ready';
      if (status === 'unavailable') reply.code(503).header('retry-after', '5');
      return reply.header('cache-control', 'no-store').send({ status, checks: { postgres, redis }, release });
    },
  );

  app.get(
    '/metrics',
    { schema: { tags: ['health'], security: [{ apiKey: [] }] }, onRequest: requireApiKey(apiKeys) },
    async (request, reply) => {
      await readSharedMetrics(context).catch((error) =>
        request.log.warn({ err: error }, 'shared metrics are old'),
      );
      return reply
        .header('content-type', metrics.registry.contentType)
        .send(await metrics.registry.metrics());
    },
  );
};

async function redisState(shared: Context['shared']): Promise<'ok' | 'down' | 'in-process'> {
  if (shared.kind === 'in-process') return 'in-process';
  return (await shared.ping()) ? 'ok' : 'down';
}
