import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { ProblemError } from '../problem.ts';

/** What a route that needs a key says of it in its schema. */
export const apiKeySchema = {
  security: [{ apiKeyHeader: [] }, { apiKeyQuery: [] }, { bearer: [] }],
  querystring: Type.Object({ api_key: Type.Optional(Type.String()) }, { additionalProperties: false }),
};

/**
 * Makes a hook that lets a request pass only with one of the keys: in `X-API-Key`, as `Authorization: Bearer` (which
 * is what Prometheus 2.51 can send) or in the query as `api_key`. Keys are compared in constant time.
 */
export function requireApiKey(keys: readonly string[]): (request: FastifyRequest) => Promise<void> {
  const known = keys.map(digest);
  return async (request) => {
    const given = givenKey(request);
    const hash = digest(given ?? '');
    const matches = known.filter((key) => timingSafeEqual(key, hash)).length > 0;
    if (!given || !matches)
      throw new ProblemError('unauthorized', 'Send a valid key in the X-API-Key header.');
  };
}

function givenKey({ headers, query }: FastifyRequest): string | null {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return header;
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer) return bearer.trim();
  const parameter = (query as Record<string, unknown> | undefined)?.api_key;
  return typeof parameter === 'string' ? parameter : null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
