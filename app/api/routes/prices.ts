import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifySchema } from 'fastify';
import Type from 'typebox';
import * as http from '../../contract/http.ts';
import { zones } from '../../domain/zones.ts';
import type { Context } from '../context.ts';
import { internalKeyQuery } from '../plugins/access.ts';
import type { OptionalBody } from '../plugins/docs.ts';
import { ReadyBytes } from '../ready-bytes.ts';
import { refreshZones } from '../refresher.ts';
import {
  accuracy,
  accuracyHistory,
  cheapestCalendar,
  cheapestWindow,
  currentPrice,
  forecast,
  prices,
  pricesAsCsv,
  statistics,
} from '../zone-answers.ts';
import { zoneOf } from '../zone-of.ts';
import { problemResponses } from './problem-responses.ts';
import { readyRoute } from './ready-route.ts';

/** Zones, prices and forecasts, open to everybody. */
export const priceRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  zonesRoute(app, context);
  readyRoute<http.PricesQuery>(app, context, '/prices', {
    summary: 'Published prices of a range; today and tomorrow without one',
    querystring: http.PricesQuery,
    response: http.PricesResponse,
    make: (zone, { from, to }) => prices(context, zone, from, to),
  });
  readyRoute<http.PricesQuery>(app, context, '/prices/csv', {
    summary: 'The same as lines of CSV',
    querystring: http.PricesQuery,
    response: Type.String(),
    type: 'text/csv',
    make: (zone, { from, to }) => pricesAsCsv(context, zone, from, to),
  });
  readyRoute<http.PricesQuery>(app, context, '/prices/statistics', {
    summary: 'What published prices come to; of the thirty days before today without a range',
    querystring: http.PricesQuery,
    response: http.StatisticsResponse,
    make: (zone, { from, to }) => statistics(context, zone, from, to),
  });
  readyRoute<{ zone: string }>(app, context, '/prices/current', {
    summary: 'The price now',
    querystring: http.CurrentQuery,
    response: http.CurrentPriceResponse,
    make: (zone) => currentPrice(context, zone),
  });
  readyRoute<http.CheapestWindowQuery>(app, context, '/prices/cheapest-window', {
    summary: 'The cheapest window of a length; from now on unless a range is given',
    querystring: http.CheapestWindowQuery,
    response: http.CheapestWindowResponse,
    make: (zone, { minutes, from, to }) => cheapestWindow(context, zone, minutes, from, to),
  });
  readyRoute<http.CalendarQuery>(app, context, '/prices/calendar', {
    summary: 'The cheapest window of today and tomorrow, as a calendar to subscribe to',
    querystring: http.CalendarQuery,
    response: Type.String(),
    type: 'text/calendar',
    make: (zone, { minutes }) => cheapestCalendar(context, zone, minutes),
  });
  readyRoute<http.ForecastQuery>(app, context, '/forecasts', {
    summary: 'Known and forecast prices from now on',
    querystring: http.ForecastQuery,
    response: http.ForecastResponse,
    make: (zone, { hours }) => forecast(context, zone, hours),
  });
  readyRoute<http.AccuracyQuery>(app, context, '/forecasts/accuracy', {
    summary: 'How good the forecasts of a zone were, and what they are made of',
    querystring: http.AccuracyQuery,
    response: http.AccuracyResponse,
    make: (zone) => accuracy(context, zone),
  });
  readyRoute<http.AccuracyHistoryQuery>(app, context, '/forecasts/accuracy/history', {
    summary: 'How good the forecasts of the last days were, day by day',
    querystring: http.AccuracyHistoryQuery,
    response: http.AccuracyHistoryResponse,
    make: (zone, { days }) => accuracyHistory(context, zone, days),
  });
  refreshRoute(app, context);
};

function zonesRoute(app: FastifyInstance, { defaultZone, now }: Context): void {
  const hourMs = 3_600_000;
  const bytes = new ReadyBytes({ zones, defaultZone }, now() + hourMs);
  app.get('/zones', {
    config: { access: 'public' },
    schema: {
      summary: 'Every zone',
      tags: ['zones'],
      querystring: Type.Object({}, { additionalProperties: false }),
      response: { 200: http.ZonesResponse, ...problemResponses },
    },
    handler: async (request, reply) => bytes.send(request, reply, bytes.expiresMs - hourMs),
  });
}

function refreshRoute(app: FastifyInstance, context: Context): void {
  const schema: FastifySchema & OptionalBody = {
    summary: 'Checks the feeds of zones now; of the default zone without a body',
    tags: ['prices'],
    querystring: internalKeyQuery,
    body: http.RefreshBody,
    'x-optional-body': true,
    response: { 200: http.RefreshResponse, ...problemResponses },
  };
  app.post<{ Body: http.RefreshBody }>('/prices/refresh', {
    config: { access: 'internal' },
    schema,
    preValidation: async (request) => {
      if (request.body === undefined) request.body = {};
    },
    handler: async ({ body }) => {
      const ids = body.zones?.map((id, index) => zoneOf(id, `body.zones.${index}`).id);
      return { results: await refreshZones(context, [...new Set(ids ?? [context.defaultZone])]) };
    },
  });
}
