import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Zone } from '../../contract/http.ts';
import * as http from '../../contract/http.ts';
import { findZone, zones } from '../../domain/zones.ts';
import type { Context } from '../context.ts';
import { forecast } from '../forecasts.ts';
import { requireApiKey } from '../plugins/api-key.ts';
import { cheapest, currentPrice, prices } from '../prices.ts';
import { ProblemError } from '../problem.ts';
import { rangeOf } from '../range.ts';
import { sendReady } from '../ready-cache.ts';
import { refreshZones } from '../refresher.ts';

/** How long an answer may be served from this process; a change of prices ends it sooner. */
const ttlMs = 60_000;

/** Everything under `/api/v1`. */
export const priceRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { ready: cache, now } = context;

  /** Answers a GET from ready bytes: a hit never reaches validation, the database or JSON. */
  const ready = <Query, Body extends { zone: string; freshness: { stale: boolean } }>(
    path: string,
    schema: { querystring: object; response: object; summary: string },
    make: (query: Query) => Promise<Body>,
  ): void => {
    app.get(
      path,
      {
        schema: { ...schema, response: { 200: schema.response }, tags: ['prices'] },
        onRequest: async (request, reply) => {
          const entry = cache.fresh(request.url);
          return entry ? sendReady(request, reply, entry, now()) : undefined;
        },
        // The body is bytes already; the schema documents it.
        serializerCompiler: () => (data) => String(data),
      },
      async (request, reply) => {
        const make60 = async () => ({
          body: await make(request.query as Query),
          ttlMs: untilNextSlot(now()),
        });
        return sendReady(request, reply, await cache.get(request.url, make60), now());
      },
    );
  };

  app.get(
    '/zones',
    { schema: { summary: 'Every zone', tags: ['zones'], response: { 200: http.ZonesResponse } } },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=3600');
      return { zones: [...zones], defaultZone: context.defaultZone };
    },
  );
  ready<http.PricesQuery, http.PricesResponse>(
    '/prices',
    { querystring: http.PricesQuery, response: http.PricesResponse, summary: 'Published prices of a range' },
    async ({ zone, from, to }) => {
      const known = zoneOf(zone);
      return prices(context, known, rangeOf(known, from, to, now()));
    },
  );
  ready<{ zone: string }, http.CurrentPriceResponse>(
    '/prices/current',
    { querystring: http.CurrentQuery, response: http.CurrentPriceResponse, summary: 'The price now' },
    async ({ zone }) => currentPrice(context, zoneOf(zone)),
  );
  ready<http.CheapestWindowQuery, http.CheapestWindowResponse>(
    '/prices/cheapest-window',
    {
      querystring: http.CheapestWindowQuery,
      response: http.CheapestWindowResponse,
      summary: 'The cheapest window of a length; from now on unless a range is given',
    },
    async ({ zone, minutes, from, to }) => {
      const known = zoneOf(zone);
      const range = rangeOf(known, from, to, now());
      const start = from === undefined ? now() : range.fromMs;
      return cheapest(context, known, { fromMs: start, toMs: Math.max(range.toMs, start + 1) }, minutes);
    },
  );
  ready<http.ForecastQuery, http.ForecastResponse>(
    '/forecasts',
    {
      querystring: http.ForecastQuery,
      response: http.ForecastResponse,
      summary: 'Known and forecast prices from now',
    },
    async ({ zone, hours }) => forecast(context, zoneOf(zone), hours),
  );
  app.post(
    '/prices/refresh',
    {
      schema: {
        summary: 'Checks the feeds now',
        tags: ['prices'],
        security: [{ apiKey: [] }],
        body: http.RefreshBody,
        response: { 200: http.RefreshResponse },
      },
      onRequest: requireApiKey(context.apiKeys),
    },
    async (request) => {
      const ids = (request.body.zones ?? [context.defaultZone]).map((id) => zoneOf(id).id);
      return { results: await refreshZones(context, ids) };
    },
  );
};

/** An answer changes with the slot: it expires with the current quarter hour, or a minute from now. */
function untilNextSlot(nowMs: number): number {
  const quarterMs = 900_000;
  return Math.min(ttlMs, quarterMs - (nowMs % quarterMs));
}

function zoneOf(id: string): Zone {
  const zone = findZone(id);
  if (zone) return zone;
  const shown = JSON.stringify(id.slice(0, 40));
  throw new ProblemError('unknown-zone', `There is no zone ${shown}. GET /api/v1/zones lists them all.`, [
    { path: 'querystring.zone', message: 'is not a known zone' },
  ]);
}
