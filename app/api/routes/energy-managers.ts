import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { EmhassQuery, EmhassResponse, EvccQuery, EvccResponse } from '../../contract/energy-manager.ts';
import type { Zone } from '../../contract/http.ts';
import { emhassAnswer, evccAnswer } from '../answers/energy-manager.ts';
import type { Context } from '../context.ts';
import { priceCurve } from '../price-curve.ts';
import { tariffOf } from '../tariff-of.ts';
import { readyRoute } from './ready-route.ts';

/** Prices for evcc and EMHASS, in the formats that they read as they are. */
export const energyManagerRoutes: (context: Context) => FastifyPluginAsyncTypebox =
  (context) => async (app) => {
    readyRoute<EvccQuery>(app, context, '/prices/evcc', {
      summary: "What a kWh costs or earns, as evcc's custom tariff reads it",
      querystring: EvccQuery,
      response: EvccResponse,
      make: async (zone, { template, hours, side }) => {
        const tariff = tariffNamed(zone, template);
        const curve = await priceCurve(context, zone, hours);
        return { body: evccAnswer(zone, tariff, curve, side), isLive: curve.isLive };
      },
    });
    readyRoute<EmhassQuery>(app, context, '/prices/emhass', {
      summary: 'What a kWh costs and earns, as the lists that EMHASS is sent',
      querystring: EmhassQuery,
      response: EmhassResponse,
      make: async (zone, { template, hours, step }) => {
        const tariff = tariffNamed(zone, template);
        const curve = await priceCurve(context, zone, hours);
        const body = emhassAnswer(zone, tariff, curve, { nowMs: context.now(), hours, step });
        return { body, isLive: curve.isLive };
      },
    });
  };

const tariffNamed = (zone: Zone, template: string | undefined) =>
  tariffOf(zone, template === undefined ? {} : { template }, 'querystring');
