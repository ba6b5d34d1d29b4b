import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { DeliveriesQuery, DeliveriesResponse } from '../../../contract/alerts.ts';
import { Id } from '../../../contract/http.ts';
import { listDeliveries, reviveDelivery } from '../../../db/alert-deliveries.ts';
import type { Context } from '../../context.ts';
import { callerOf } from '../../plugins/access.ts';
import { deliveryView } from '../../price-alerts.ts';
import { ProblemError } from '../../problem.ts';
import { problemResponses } from '../problem-responses.ts';

const tags = ['alerts'];

/** What became of the messages of price alerts, under `/api/v1/account/alert-deliveries`. */
export const alertDeliveryRoutes: (context: Context) => FastifyPluginAsyncTypebox =
  (context) => async (app) => {
    const { pool, priceAlerts } = context;

    app.get<{ Querystring: DeliveriesQuery }>(
      '',
      {
        config: { access: 'account:read' },
        schema: {
          summary: 'Messages that were sent, wait, or were given up, in the last 30 days',
          tags,
          querystring: DeliveriesQuery,
          response: { 200: DeliveriesResponse, ...problemResponses },
        },
      },
      async (request) => {
        const { state, limit = 50 } = request.query;
        const deliveries = await listDeliveries(pool, callerOf(request).accountId, { state, limit });
        return { deliveries: deliveries.map(deliveryView) };
      },
    );
    app.post(
      '/:id/retry',
      {
        config: { access: 'account:write' },
        schema: {
          summary: 'Send a message again that was given up',
          tags,
          params: Type.Object({ id: Id }),
          response: { 202: Type.Object({ id: Id }), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        if (!(await reviveDelivery(pool, callerOf(request).accountId, id)))
          throw new ProblemError('not-found', 'You have no such message that was given up.');
        await priceAlerts.sendNow([id]);
        return reply.code(202).send({ id });
      },
    );
  };
