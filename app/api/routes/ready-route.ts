import type { FastifyInstance, FastifySchema } from 'fastify';
import type { TObject, TSchema } from 'typebox';
import type { Zone } from '../../contract/http.ts';
import type { Context } from '../context.ts';
import type { ZoneAnswer } from '../zone-answers.ts';
import { zoneOf } from '../zone-of.ts';
import { problemResponses } from './problem-responses.ts';

/** How long an answer may be served from this process; a change of prices ends it sooner. */
const longestTtlMs = 60_000;
/** An answer without the database is tried again after this. */
const retryMs = 2_000;
const quarterMs = 900_000;

interface ReadyRoute<Query> {
  summary: string;
  querystring: TObject;
  response: TSchema;
  /** Media type of the answer; JSON without it. */
  type?: string;
  make: (zone: Zone, query: Query) => Promise<ZoneAnswer>;
}

/**
 * Adds a GET about a zone that is answered from ready bytes: a hit never reaches validation, the database or JSON.
 */
export function readyRoute<Query extends { zone: string }>(
  app: FastifyInstance,
  context: Context,
  path: string,
  { summary, querystring, response, type, make }: ReadyRoute<Query>,
): void {
  const { ready, now } = context;
  // The schema of the answer documents it; what is sent is bytes already.
  const schema: FastifySchema = {
    summary,
    tags: ['prices'],
    querystring,
    response: {
      200: type ? { description: 'As text', content: { [type]: { schema: response } } } : response,
      ...problemResponses,
    },
  };
  app.get(path, {
    config: { access: 'public' },
    schema,
    onRequest: (request, reply, done) => {
      const bytes = ready.fresh(request.url);
      if (bytes) bytes.send(request, reply, now());
      else done();
    },
    handler: async (request, reply) => {
      const query = request.query as Query;
      const zone = zoneOf(query.zone, 'querystring.zone');
      const bytes = await ready.make(request.url, zone.id, async () => {
        const { body, isLive } = await make(zone, query);
        return { body, type, ttlMs: isLive ? untilNextSlot(now()) : retryMs };
      });
      return bytes.send(request, reply, now());
    },
  });
}

/** An answer changes with the slot: it expires with the current quarter hour, or a minute from now. */
function untilNextSlot(nowMs: number): number {
  return Math.min(longestTtlMs, quarterMs - (nowMs % quarterMs));
}
