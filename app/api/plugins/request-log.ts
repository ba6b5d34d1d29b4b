import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/**
 * A line for each request that somebody may have to look into: server errors, refused keys, everything that is no
 * plain read; the rest at `debug`. A line a request would cost more than most requests.
 */
export function registerRequestLog(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const level = levelOf(request.method, reply.statusCode);
    if (level !== 'debug' || log.isLevelEnabled('debug')) {
      const { id: requestId, method, url } = request;
      const ms = Math.round(reply.elapsedTime);
      log[level]({ requestId, method, url: withoutSecrets(url), status: reply.statusCode, ms }, 'answered');
    }
    done();
  });
}

function levelOf(method: string, status: number): 'error' | 'warn' | 'info' | 'debug' {
  if (status >= 500) return 'error';
  if (status === 401) return 'warn';
  return method === 'GET' || method === 'HEAD' || status >= 400 ? 'debug' : 'info';
}

/** A URL as it may stand in a log. */
export function withoutSecrets(url: FastifyRequest['url']): string {
  return url.replace(/([?&]api_key=)[^&]*/gi, '$1[redacted]').slice(0, 500);
}
