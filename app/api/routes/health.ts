import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { HealthResponse, ReadyResponse } from '../../contract/http.ts';
import type { Context } from '../context.ts';
import { internalKeyQuery } from '../plugins/access.ts';
import { registerStateMetrics } from '../plugins/state-metrics.ts';
import { problemResponses } from './problem-responses.ts';

/** Is the process alive, can it serve, and what does it measure. */
export const healthRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { metrics, release } = context;
  const readState = registerStateMetrics(context);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });

  app.get(
    '/healthz',
    {
      config: { access: 'public' },
      schema: { summary: 'Is the process alive', tags: ['health'], response: { 200: HealthResponse } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Can it serve',
        tags: ['health'],
        response: { 200: ReadyResponse, 503: ReadyResponse },
      },
    },
    async (_request, reply) => {
      const [postgres, redis] = await Promise.all([postgresState(context), redisState(context)]);
      // Without Redis everything is still answered; without PostgreSQL only what is remembered.
      const status = postgres === 'down' ? 'unavailable' : redis === 'down' ? 'degraded' : 'ready';
      if (status === 'unavailable') reply.code(503).header('retry-after', '5');
      return reply.send({ status, checks: { postgres, redis }, release });
    },
  );

  app.get(
    '/metrics',
    {
      config: { access: 'internal' },
      schema: {
        summary: 'Metrics for Prometheus',
        tags: ['health'],
        querystring: internalKeyQuery,
        response: {
          200: { description: 'In the text format', content: { 'text/plain': { schema: Type.String() } } },
          ...problemResponses,
        },
      },
    },
    async (_request, reply) => {
      await readState();
      return reply
        .header('content-type', metrics.registry.contentType)
        .send(await metrics.registry.metrics());
    },
  );
};

async function postgresState({ pool }: Context): Promise<'ok' | 'down'> {
  return pool.query('select 1').then(
    () => 'ok' as const,
    () => 'down' as const,
  );
}

async function redisState({ shared }: Context): Promise<'ok' | 'down' | 'in-process'> {
  if (shared.kind === 'in-process') return 'in-process';
  return (await shared.ping()) ? 'ok' : 'down';
}
