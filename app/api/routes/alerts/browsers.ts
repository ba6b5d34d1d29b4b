import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { PushSubscriptionBody, PushSubscriptionSummary } from '../../../contract/alerts.ts';
import { Id } from '../../../contract/http.ts';
import {
  deletePushSubscription,
  listPushSubscriptions,
  storePushSubscription,
} from '../../../db/push-subscriptions.ts';
import type { Context } from '../../context.ts';
import { callerOf } from '../../plugins/access.ts';
import { pushSubscriptionView } from '../../price-alerts.ts';
import { ProblemError } from '../../problem.ts';
import { clientOf } from '../auth.ts';
import { problemResponses } from '../problem-responses.ts';

/** Enough for every phone and computer of a household. */
const mostBrowsers = 20;

const tags = ['alerts'];
const write = { config: { access: 'account:write' } } as const;

/** Browsers that messages are pushed to, under `/api/v1/account/browsers`; they are listed with the alerts. */
export const browserRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { pool, priceAlerts } = context;

  app.post<{ Body: PushSubscriptionBody }>(
    '',
    {
      ...write,
      schema: {
        summary: 'Push messages to this browser (PushManager.subscribe)',
        tags,
        body: PushSubscriptionBody,
        response: { 201: PushSubscriptionSummary, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId } = callerOf(request);
      const { endpoint, p256dh, auth } = request.body;
      if (!priceAlerts.available.push) throw new ProblemError('conflict', 'This stack pushes nothing.');
      const browsers = await listPushSubscriptions(pool, accountId);
      if (browsers.length >= mostBrowsers && !browsers.some((browser) => browser.endpoint === endpoint))
        throw new ProblemError(
          'conflict',
          `An account has at most ${mostBrowsers} browsers. Remove one first.`,
        );
      const client = clientOf(request).name;
      const stored = { id: randomUUID(), endpoint, p256dh, auth, client };
      return reply.code(201).send(pushSubscriptionView(await storePushSubscription(pool, accountId, stored)));
    },
  );
  app.delete(
    '/:id',
    {
      ...write,
      schema: {
        summary: 'Push nothing to a browser any more',
        tags,
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!(await deletePushSubscription(pool, callerOf(request).accountId, request.params.id)))
        throw new ProblemError('not-found', 'You have no such browser.');
      return reply.code(204).send(null);
    },
  );
};
