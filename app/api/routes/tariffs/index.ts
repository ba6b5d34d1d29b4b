import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import {
  CompareTariffsRequest,
  CompareTariffsResponse,
  TariffPricesRequest,
  TariffPricesResponse,
  TariffsResponse,
} from '../../../contract/tariff.ts';
import { tariffTemplates } from '../../../domain/tariff/templates.ts';
import { tariffPricesAnswer } from '../../answers/tariff-prices.ts';
import type { Context } from '../../context.ts';
import { priceCurve } from '../../price-curve.ts';
import { compareTariffs } from '../../tariff-comparison.ts';
import { tariffOf } from '../../tariff-of.ts';
import { zoneOf } from '../../zone-of.ts';
import { problemResponses } from '../problem-responses.ts';

/** What a household pays for a kWh. */
export const tariffRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.get('/tariffs', {
    config: { access: 'public' },
    schema: {
      summary: 'Tariffs to start from, one a country',
      tags: ['tariffs'],
      querystring: Type.Object({}, { additionalProperties: false }),
      response: { 200: TariffsResponse, ...problemResponses },
    },
    handler: async () => ({ templates: [...tariffTemplates] }),
  });

  app.post<{ Body: TariffPricesRequest }>('/tariffs/prices', {
    config: { access: 'public' },
    schema: {
      summary: 'What a kWh costs a household from now on, by layer',
      tags: ['tariffs'],
      body: TariffPricesRequest,
      response: { 200: TariffPricesResponse, ...problemResponses },
    },
    handler: async ({ body }) => {
      const zone = zoneOf(body.zone, 'body.zone');
      const tariff = tariffOf(zone, body.tariff);
      return tariffPricesAnswer(zone, tariff, await priceCurve(context, zone, body.hours));
    },
  });

  app.post<{ Body: CompareTariffsRequest }>('/tariffs/compare', {
    config: { access: 'public' },
    schema: {
      summary: "What a year would have cost under suppliers' tariffs, the cheapest first",
      tags: ['tariffs'],
      body: CompareTariffsRequest,
      response: { 200: CompareTariffsResponse, ...problemResponses },
    },
    handler: async ({ body }) => compareTariffs(context, body),
  });
};
