import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { registerDocs } from './plugins/docs.ts';
import { answerBrokenRequest, registerErrors, sendEarlyError } from './plugins/errors.ts';
import { registerRequestMetrics } from './plugins/metrics.ts';
import { registerRequestLog } from './plugins/request-log.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { healthRoutes } from './routes/health.ts';
import { priceRoutes } from './routes/prices.ts';

/**
 * The API as a function of what it works with; `server.ts` makes a process of it.
 *
 * @param options.docs whether `/docs` is served
 */
export async function createApp(context: Context, options: { docs: boolean }): Promise<FastifyInstance> {
  const app = Fastify({
    // A logger for each request would cost more than most requests; our plugins write to the context's.
    logger: false,
    genReqId: requestIds(),
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: 'idle',
    ajv: { customOptions: { removeAdditional: false, allErrors: true, coerceTypes: true } },
    frameworkErrors: (error, request, reply) => sendEarlyError(error, request, reply, context.log),
    clientErrorHandler: answerBrokenRequest,
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  registerErrors(app, context.log);
  registerRequestLog(app, context.log);
  registerRequestMetrics(app, context.metrics);
  if (options.docs) await registerDocs(app, context.release);
  await app.register(healthRoutes(context));
  await app.register(priceRoutes(context), { prefix: '/api/v1' });
  return app;
}

/** Ids that are unique across processes and restarts, and cost next to nothing. */
function requestIds(): () => string {
  const process = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${process}-${++count}`;
}
