import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../../db/unavailable.ts';
import type { Log } from '../context.ts';
import { ProblemError } from '../problem.ts';
import { securityHeaders } from './security-headers.ts';

/** Methods that a route may have; what it answers is told with a 405. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Told of one request; a request may have thousands. */
const maxErrors = 10;
const contentType = 'application/problem+json; charset=utf-8';

/** Every error leaves as a problem document; what we did not foresee is logged whole and told as little as possible. */
export function registerErrors(app: FastifyInstance, log: Log): void {
  const answerMissing = (request: FastifyRequest, reply: FastifyReply): void => {
    const known = methodsOf(app, request);
    if (known.length > 0) reply.header('allow', known.join(', '));
    send(reply, missing(request, known));
  };
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // A body that nobody reads is no reason to hide that nobody is there.
    if (request.is404) answerMissing(request, reply);
    else sendError(error, request, reply, log);
  });
  app.setNotFoundHandler(answerMissing);
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const problem = problemOf(error);
  if (problem.document.status >= 500) log.error({ err: error, requestId: request.id }, problem.detail);
  send(reply, problem);
}

/** For errors before a route is found, which no hook sees. */
export function sendEarlyError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): void {
  reply.headers(securityHeaders);
  sendError(error, request, reply, log);
}

/** For what is no HTTP request at all; there is a socket only. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const detail = tooLarge ? 'The address and the headers are too long.' : 'This is not an HTTP request.';
  const body = JSON.stringify(new ProblemError('invalid-request', detail).document);
  socket.end(
    `HTTP/1.1 400 ${STATUS_CODES[400]}\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function send(reply: FastifyReply, problem: ProblemError): void {
  if (problem.retryAfterSeconds !== null) reply.header('retry-after', String(problem.retryAfterSeconds));
  if (problem.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  reply
    .code(problem.document.status)
    .headers({
      'content-type': contentType,
      'cache-control': 'no-store',
      'x-request-id': reply.request.id,
    })
    .send(JSON.stringify(problem.document));
}

function problemOf(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error.validation) return invalid(error);
  if (isDatabaseUnavailable(error)) {
    const detail = 'The database does not answer. Try again shortly.';
    return new ProblemError('dependency-unavailable', detail, [], 5);
  }
  const status = error.statusCode ?? 500;
  if (status === 413) return new ProblemError('body-too-large', 'The body is larger than 64 KiB.');
  if (status === 415) return new ProblemError('unsupported-media-type', 'Send the body as application/json.');
  if (status >= 400 && status < 500)
    return new ProblemError('invalid-request', error.message, [{ path: 'request', message: error.message }]);
  const detail = 'The error was logged; the request id is in the X-Request-Id header.';
  return new ProblemError('internal-error', detail);
}

function invalid({ validation = [], validationContext }: FastifyError): ProblemError {
  const errors = validation.slice(0, maxErrors).map(({ instancePath, message = 'is not valid', params }) => {
    const name = params.additionalProperty ?? params.additionalProperties ?? params.missingProperty;
    const path = `${validationContext ?? ''}${instancePath}`.replaceAll('/', '.');
    return { path, message: typeof name === 'string' ? `${message} (${name.slice(0, 100)})` : message };
  });
  const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new ProblemError('invalid-request', detail, errors);
}

const pathOf = ({ url }: FastifyRequest | IncomingMessage): string => url?.split('?')[0] ?? '/';

function methodsOf(app: FastifyInstance, request: FastifyRequest): string[] {
  return methods.filter((method) => app.hasRoute({ method, url: pathOf(request) }));
}

function missing(request: FastifyRequest, known: readonly string[]): ProblemError {
  const path = pathOf(request).slice(0, 200);
  return known.length > 0
    ? new ProblemError('method-not-allowed', `${path} answers ${known.join(', ')} only.`)
    : new ProblemError('not-found', `${request.method} ${path} does not exist.`);
}
