import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../../db/unavailable.ts';
import { ProblemError } from '../problem.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Every error leaves as a problem document; what we did not foresee is logged whole and told as little as possible. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem.document.status >= 500) request.log.error({ err: error }, problem.detail);
    send(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => send(reply, missing(app, request)));
}

function send(reply: FastifyReply, problem: ProblemError): void {
  if (problem.retryAfterSeconds !== null) reply.header('retry-after', String(problem.retryAfterSeconds));
  if (problem.code === 'unauthorized') reply.header('www-authenticate', 'ApiKey, Bearer');
  reply
    .code(problem.document.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.document));
}

function problemOf(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error.validation) {
    const errors = error.validation.map(({ instancePath, message, params }) => {
      const extra = params.additionalProperty ?? params.additionalProperties ?? params.missingProperty;
      const path = `${error.validationContext ?? ''}${instancePath}`.replaceAll('/', '.');
      return {
        path,
        message: `${message ?? 'is not valid'}${typeof extra === 'string' ? ` (${extra})` : ''}`,
      };
    });
    return new ProblemError(
      'invalid-request',
      errors.map(({ path, message }) => `${path} ${message}`).join('; '),
      errors,
    );
  }
  if (isDatabaseUnavailable(error)) {
    return new ProblemError(
      'dependency-unavailable',
      'The database does not answer. Try again shortly.',
      [],
      5,
    );
  }
  const status = error.statusCode ?? 500;
  if (status === 413) return new ProblemError('body-too-large', 'The body is larger than 64 KiB.');
  if (status === 415) return new ProblemError('unsupported-media-type', 'Send the body as application/json.');
  if (status >= 400 && status < 500) return new ProblemError('invalid-request', error.message);
  return new ProblemError(
    'internal-error',
    'The error was logged; the request id is in the X-Request-Id header.',
  );
}

/** 405 where the path exists with another method, else 404. */
function missing(app: FastifyInstance, request: FastifyRequest): ProblemError {
  const path = request.url.split('?')[0] ?? '/';
  const known = methods.filter((method) => app.hasRoute({ method, url: path }));
  if (known.length > 0)
    return new ProblemError('method-not-allowed', `${path} answers ${known.join(', ')} only.`);
  return new ProblemError('not-found', `${request.method} ${path.slice(0, 200)} does not exist.`);
}
