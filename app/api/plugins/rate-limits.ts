import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { allowanceHeaders, take } from '../limits.ts';

/**
 * Counts what is computed for one caller: everything that is no open reading route. Ready answers cost less than
 * counting them would, so they are guarded by the limit on requests at once alone. Register it after access, which
 * tells who the caller is.
 */
export function registerRateLimits(app: FastifyInstance, { requestLimit }: Context): void {
  if (!requestLimit) return;
  app.addHook('onRequest', (request, reply, done) => {
    if (!isCounted(request)) return done();
    take(requestLimit, callerKey(request)).then(
      (allowance) => {
        reply.headers(allowanceHeaders(requestLimit, allowance));
        done();
      },
      (error: Error) => done(error),
    );
  });
}

function isCounted({ method, routeOptions }: FastifyRequest): boolean {
  const { access = null } = routeOptions.config;
  if (access === null || access === 'internal') return false;
  return access !== 'public' || (method !== 'GET' && method !== 'HEAD');
}

/** An account counts as one, however many sessions, keys and addresses it has. */
const callerKey = ({ caller, ip }: FastifyRequest): string =>
  caller ? `account:${caller.accountId}` : `address:${ip}`;
