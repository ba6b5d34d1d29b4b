import { randomBytes } from 'node:crypto';
import { webhookSecretPrefix } from '../alerts/channels/webhook.ts';
import { channelsOf, unitOf } from '../alerts/plan.ts';
import type {
  AlertBody,
  AlertResponse,
  DeliverySummary,
  PushSubscriptionSummary,
} from '../contract/alerts.ts';
import type { AlertDelivery } from '../db/alert-deliveries.ts';
import type { PriceAlert } from '../db/price-alerts.ts';
import type { StoredPushSubscription } from '../db/push-subscriptions.ts';
import { findZone } from '../domain/zones.ts';
import type { Context } from './context.ts';
import { ProblemError } from './problem.ts';
import { tariffOf } from './tariff-of.ts';
import { zoneOf } from './zone-of.ts';

/** What an alert must have beside its kind; every other kind must not have it. */
const needs: Partial<Record<AlertBody['kind'], 'perKwh' | 'minutes'>> = {
  below: 'perKwh',
  above: 'perKwh',
  'cheapest-window': 'minutes',
};

/** @throws ProblemError when an alert would never tell anything, or could not by what it names */
export function refuseSenselessAlert({ priceAlerts }: Context, rule: AlertBody): void {
  const zone = zoneOf(rule.zone, 'body.zone');
  tariffOf(zone, rule.tariff);
  for (const part of ['perKwh', 'minutes'] as const) {
    const isNeeded = needs[rule.kind] === part;
    if (isNeeded && rule[part] === undefined)
      throw refusal(part, `is needed by an alert of kind ${rule.kind}`);
    if (!isNeeded && rule[part] !== undefined)
      throw refusal(part, `has no meaning in an alert of kind ${rule.kind}`);
  }
  if (channelsOf(rule).length === 0)
    throw refusal('email', 'or push or webhook must be set: nobody would be told');
  const { available } = priceAlerts;
  if (rule.email && !available.email) throw refusal('email', 'is not possible: this stack sends no mail');
  if (rule.push && !available.push) throw refusal('push', 'is not possible: this stack pushes nothing');
  if (rule.webhook && !URL.canParse(rule.webhook)) throw refusal('webhook', 'is not a URL');
  if (rule.webhook && available.webhook === 'public' && !rule.webhook.startsWith('https:'))
    throw refusal('webhook', 'must begin with https://');
}

const refusal = (part: string, message: string): ProblemError =>
  new ProblemError('invalid-request', `body.${part} ${message}.`, [{ path: `body.${part}`, message }]);

/** A new key for the signatures of a webhook: 32 random bytes. */
export const newWebhookSecret = (): string => `${webhookSecretPrefix}${randomBytes(32).toString('base64')}`;

const instant = (ms: number): string => new Date(ms).toISOString();

/** @param webhookSecret when it is new, the only time that it is shown */
export function alertView(
  { id, rule, createdAtMs }: PriceAlert,
  webhookSecret?: string | null,
): AlertResponse {
  const zone = findZone(rule.zone);
  return {
    id,
    ...rule,
    unit: zone ? unitOf(rule, zone) : '',
    createdAt: instant(createdAtMs),
    ...(webhookSecret && { webhookSecret }),
  };
}

export const deliveryView = (delivery: AlertDelivery): DeliverySummary => ({
  id: delivery.id,
  alertId: delivery.alertId,
  channel: delivery.channel,
  state: delivery.state,
  attempts: delivery.attempts,
  dueAt: instant(delivery.dueAtMs),
  error: delivery.error,
  message: delivery.message,
});

/** Never the endpoint or the keys: who has them can push to the browser. */
export const pushSubscriptionView = ({
  id,
  client,
  createdAtMs,
}: StoredPushSubscription): PushSubscriptionSummary => ({ id, client, createdAt: instant(createdAtMs) });
