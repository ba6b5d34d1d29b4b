import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Context } from './context.ts';
import { registerErrors } from './plugins/errors.ts';
import { registerRequestMetrics } from './plugins/metrics.ts';
import { healthRoutes } from './routes/health.ts';
import { priceRoutes } from './routes/prices.ts';

interface AppOptions {
  context: Context;
  /** Pino settings, or false in tests. */
  logger: FastifyServerOptions['logger'];
  /** Whether `/docs` is served. */
  docs: boolean;
}

/** Made once; an answer of the API needs no other. */
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** The API as a function of what it works with; `server.ts` makes a process of it. */
export async function createApp({ context, logger, docs }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logger ?? false,
    disableRequestLogging: true,
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: 'idle',
    ajv: { customOptions: { removeAdditional: false, allErrors: true, coerceTypes: true } },
  });
  registerErrors(app);
  registerRequestMetrics(app, context.metrics);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  app.addHook('onError', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  if (docs) await registerDocs(app, context.release);
  await app.register(healthRoutes(context));
  await app.register(priceRoutes(context), { prefix: '/api/v1' });
  return app;
}

async function registerDocs(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Electricity Optimizer',
        version,
        description: 'Day-ahead prices, forecasts, cheapest windows',
      },
      components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
}
