import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { registerAccess } from './plugins/access.ts';
import { registerDocs } from './plugins/docs.ts';
import { answerBrokenRequest, registerErrors, sendEarlyError } from './plugins/errors.ts';
import { registerRequestMetrics } from './plugins/metrics.ts';
import { registerOverload } from './plugins/overload.ts';
import { registerRateLimits } from './plugins/rate-limits.ts';
import { registerRequestLog } from './plugins/request-log.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { registerValidation } from './plugins/validation.ts';
import { accountRoutes } from './routes/account.ts';
import { alertRoutes } from './routes/alerts/alerts.ts';
import { browserRoutes } from './routes/alerts/browsers.ts';
import { alertDeliveryRoutes } from './routes/alerts/deliveries.ts';
import { authRoutes } from './routes/auth.ts';
import { energyManagerRoutes } from './routes/energy-managers.ts';
import { healthRoutes } from './routes/health.ts';
import { operationRoutes } from './routes/operations.ts';
import { householdRoutes } from './routes/plans/household.ts';
import { planRoutes } from './routes/plans/index.ts';
import { priceRoutes } from './routes/prices.ts';
import { tariffRoutes } from './routes/tariffs/index.ts';
import { userRoutes } from './routes/users.ts';

export interface AppOptions {
  /** Whether `/docs` is served. */
  docs: boolean;
  /** As `TRUSTED_PROXIES` of the environment. */
  trustedProxies: string;
  /** Requests at once beyond which others are refused. */
  maxAtOnce: number;
}

/** The API as a function of what it works with; `server.ts` makes a process of it. */
export async function createApp(context: Context, options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    // A logger for each request would cost more than most requests; our plugins write to the context's.
    logger: false,
    genReqId: requestIds(),
    bodyLimit: 65_536,
    trustProxy: trustOf(options.trustedProxies),
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: 'idle',
    // A proxy may send a request in the moment before it learns that we stop: it is answered like those under way.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => sendEarlyError(error, request, reply, context.log),
    clientErrorHandler: answerBrokenRequest,
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  registerValidation(app);
  registerOverload(app, options.maxAtOnce);
  registerErrors(app, context.log);
  registerRequestLog(app, context.log);
  registerRequestMetrics(app, context.metrics);
  if (options.docs) await registerDocs(app, context.release);
  registerAccess(app, context);
  registerRateLimits(app, context);
  await app.register(healthRoutes(context));
  for (const routes of [priceRoutes, energyManagerRoutes, tariffRoutes, planRoutes])
    await app.register(routes(context), { prefix: '/api/v1' });
  await app.register(authRoutes(context), { prefix: '/api/v1/auth' });
  await app.register(accountRoutes(context), { prefix: '/api/v1/account' });
  await app.register(householdRoutes(context), { prefix: '/api/v1/account/household' });
  await app.register(alertRoutes(context), { prefix: '/api/v1/account/alerts' });
  await app.register(alertDeliveryRoutes(context), { prefix: '/api/v1/account/alert-deliveries' });
  await app.register(browserRoutes(context), { prefix: '/api/v1/account/browsers' });
  await app.register(userRoutes(context), { prefix: '/api/v1/users' });
  await app.register(operationRoutes(context), { prefix: '/api/v1/operations' });
  return app;
}

/** The address of a caller is what the last proxy that is trusted says of it; what it claims itself does not count. */
function trustOf(proxies: string): string | ((address: string, hop: number) => boolean) {
  return /^\d+$/.test(proxies) ? (_address, hop) => hop < Number(proxies) : proxies;
}

/** Ids that are unique across processes and restarts, and cost next to nothing. */
function requestIds(): () => string {
  const process = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${process}-${++count}`;
}
