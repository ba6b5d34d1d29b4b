import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { testMessage } from '../../../alerts/message.ts';
import { channelsOf, unitOf } from '../../../alerts/plan.ts';
import { AlertBody, AlertResponse, AlertsResponse } from '../../../contract/alerts.ts';
import { Id } from '../../../contract/http.ts';
import { insertDeliveries } from '../../../db/alert-deliveries.ts';
import {
  countPriceAlerts,
  deletePriceAlert,
  insertPriceAlert,
  listPriceAlerts,
  replacePriceAlert,
} from '../../../db/price-alerts.ts';
import { listPushSubscriptions } from '../../../db/push-subscriptions.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { Context } from '../../context.ts';
import { take } from '../../limits.ts';
import { callerOf } from '../../plugins/access.ts';
import {
  alertView,
  newWebhookSecret,
  pushSubscriptionView,
  refuseSenselessAlert,
} from '../../price-alerts.ts';
import { ProblemError } from '../../problem.ts';
import { zoneOf } from '../../zone-of.ts';
import { problemResponses } from '../problem-responses.ts';

/** Enough for every device and mood of a household; more is a mistake in a loop. */
const mostAlerts = 50;
/** Tests of an account in an hour: each may send three messages. */
const testsPerHour = 20;
/** A test that could not be sent by then is given up. */
const testHours = 1;

const tags = ['alerts'];
const read = { config: { access: 'account:read' } } as const;
const write = { config: { access: 'account:write' } } as const;
const byId = Type.Object({ id: Id });

/** What a household wants to hear of, under `/api/v1/account/alerts`. */
export const alertRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { pool, priceAlerts, now, log } = context;
  const tests = context.shared.limiter('alert-tests', testsPerHour, 3_600);

  app.get(
    '',
    {
      ...read,
      schema: {
        summary: 'Price alerts, and what they can be told by',
        tags,
        response: { 200: AlertsResponse, ...problemResponses },
      },
    },
    async (request) => {
      const { accountId } = callerOf(request);
      const [alerts, browsers] = await Promise.all([
        listPriceAlerts(pool, accountId),
        listPushSubscriptions(pool, accountId),
      ]);
      return {
        channels: priceAlerts.available,
        alerts: alerts.map((alert) => alertView(alert)),
        browsers: browsers.map(pushSubscriptionView),
      };
    },
  );
  app.post<{ Body: AlertBody }>(
    '',
    {
      ...write,
      schema: {
        summary: 'Make a price alert; the key of its webhook is shown once',
        tags,
        body: AlertBody,
        response: { 201: AlertResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId } = callerOf(request);
      const rule = request.body;
      refuseSenselessAlert(context, rule);
      if ((await countPriceAlerts(pool, accountId)) >= mostAlerts)
        throw new ProblemError('conflict', `An account has at most ${mostAlerts} alerts. Delete one first.`);
      const webhookSecret = rule.webhook ? newWebhookSecret() : null;
      const alert = await insertPriceAlert(pool, { id: randomUUID(), accountId, rule, webhookSecret });
      await plan(rule);
      return reply.code(201).send(alertView(alert, webhookSecret));
    },
  );
  app.put<{ Body: AlertBody; Params: { id: string } }>(
    '/:id',
    {
      ...write,
      schema: {
        summary: 'Change a price alert; another webhook has another key',
        tags,
        params: byId,
        body: AlertBody,
        response: { 200: AlertResponse, ...problemResponses },
      },
    },
    async (request) => {
      const { accountId } = callerOf(request);
      const { id } = request.params;
      const rule = request.body;
      refuseSenselessAlert(context, rule);
      const before = await ownAlert(accountId, id);
      const isSameWebhook = before.rule.webhook === rule.webhook;
      const webhookSecret = isSameWebhook ? undefined : rule.webhook ? newWebhookSecret() : null;
      const alert = await inTransaction(pool, (db) =>
        replacePriceAlert(db, { id, accountId, rule, webhookSecret }),
      );
      if (!alert) throw noSuchAlert();
      await plan(rule);
      return alertView(alert, webhookSecret);
    },
  );
  app.delete(
    '/:id',
    {
      ...write,
      schema: {
        summary: 'Delete a price alert, and what it has sent',
        tags,
        params: byId,
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!(await deletePriceAlert(pool, callerOf(request).accountId, request.params.id)))
        throw noSuchAlert();
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/:id/test',
    {
      ...write,
      schema: {
        summary: 'Send a test by every channel of an alert; the deliveries tell how it went',
        tags,
        params: byId,
        response: { 202: Type.Object({ deliveries: Type.Array(Id) }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId } = callerOf(request);
      const { id: alertId, rule } = await ownAlert(accountId, request.params.id);
      await take(tests, accountId);
      const zone = zoneOf(rule.zone, 'body.zone');
      const dueAtMs = now();
      const shared = {
        alertId,
        occasion: `test ${randomUUID()}`,
        message: testMessage(rule, zone, unitOf(rule, zone), dueAtMs),
        dueAtMs,
        expiresAtMs: dueAtMs + testHours * 3_600_000,
      };
      const ids = await insertDeliveries(
        pool,
        channelsOf(rule).map((channel) => ({ ...shared, id: randomUUID(), channel })),
      );
      await priceAlerts.sendNow(ids);
      return reply.code(202).send({ deliveries: ids });
    },
  );

  /** The alert is stored: what goes wrong here is made up for by the next turn. */
  async function plan({ zone }: AlertBody): Promise<void> {
    try {
      await priceAlerts.plan(zoneOf(zone, 'body.zone'));
    } catch (error) {
      log.warn({ err: error, zone }, 'an alert was not planned yet');
    }
  }

  async function ownAlert(accountId: string, id: string) {
    const [alert] = await listPriceAlerts(pool, accountId, id);
    if (!alert) throw noSuchAlert();
    return alert;
  }
};

const noSuchAlert = (): ProblemError => new ProblemError('not-found', 'You have no such alert.');
