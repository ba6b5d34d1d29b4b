import type { Problem } from '@eo/app/contract/problem.ts';
import httpProxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';
import { securityHeaders } from '../headers.ts';
import { Replicas } from './replicas.ts';

const connectTimeoutMs = 1_000;
const answerTimeoutMs = 10_000;

type ReplyOptions = NonNullable<FastifyHttpProxyOptions['replyOptions']>;
type Reply = Parameters<NonNullable<ReplyOptions['onError']>>[0];
type Request = Reply['request'];

/**
 * Passes `/api` on to the API. A reading request whose replica does not answer is asked of the next one; when none
 * does, the answer is a problem document. An error that the API itself answers is passed on as it is.
 */
export async function registerApiProxy(app: FastifyInstance, apiUrls: readonly string[]): Promise<void> {
  const replicas = new Replicas(apiUrls);
  const triedBy = new WeakMap<object, string[]>();
  const choose = (request: object): string => {
    const tried = triedBy.get(request) ?? [];
    const url = replicas.next(tried);
    triedBy.set(request, [...tried, url]);
    return url;
  };
  const onError: ReplyOptions['onError'] = (reply, { error }) => {
    const { request } = reply;
    const tried = triedBy.get(request) ?? [];
    replicas.rest(tried.at(-1) ?? '');
    if (!isWorthAnotherTry(request, error) || tried.length >= replicas.tries) return sendUnavailable(reply);
    const upstream = choose(request);
    reply.from(undefined, { ...options, getUpstream: () => upstream });
  };
  // The library's own retries would ask the same replica again, and answer a 503 of the API by asking ten times more.
  const options: ReplyOptions = {
    getUpstream: choose,
    onError,
    retryDelay: () => null,
    // The API limits callers by their addresses; what a caller claims of itself does not count.
    rewriteRequestHeaders: ({ ip }, headers) => ({ ...headers, 'x-forwarded-for': ip }),
  };
  await app.register(httpProxy, {
    upstream: '',
    prefix: '/api',
    rewritePrefix: '/api',
    undici: { connect: { timeout: connectTimeoutMs }, headersTimeout: answerTimeoutMs },
    disableRequestLogging: true,
    replyOptions: options,
  });
}

/** A request that changes something may have been carried out; a slow answer will not be quicker elsewhere. */
function isWorthAnotherTry({ method }: Request, error: Error & { statusCode?: number }): boolean {
  return (method === 'GET' || method === 'HEAD') && error.statusCode !== 504;
}

function sendUnavailable(reply: Reply): void {
  const problem: Problem = {
    type: 'urn:problem:electricity-optimizer:dependency-unavailable',
    title: 'A part that this answer needs is not available',
    status: 503,
    detail: 'The API does not answer. Try again shortly.',
    code: 'dependency-unavailable',
    errors: [],
  };
  reply
    .code(503)
    .headers({
      ...securityHeaders,
      'retry-after': '5',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    })
    .send(JSON.stringify(problem));
}
