import { createHmac } from 'node:crypto';
import { DeliveryError, type PostOut } from '../outbound.ts';
import type { Channel } from './channel.ts';

/** How secrets of webhooks begin; what follows is the key in base64. */
export const webhookSecretPrefix = 'whsec_';

/**
 * Posts the message as JSON, signed as https://github.com/standard-webhooks/standard-webhooks says: the receiver knows
 * by `webhook-id` what came twice, and by the signature who sent it.
 *
 * @param now Unix milliseconds
 */
export function webhookChannel(post: PostOut, now: () => number): Channel {
  return {
    async send({ id, rule, webhookSecret, message }, signal) {
      if (!rule.webhook || !webhookSecret)
        throw new DeliveryError('The alert has no webhook any more.', true);
      const body = JSON.stringify(message);
      const timestamp = String(Math.floor(now() / 1000));
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'electricity-optimizer',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signatureOf(webhookSecret, id, timestamp, body)}`,
      };
      await post({ url: rule.webhook, headers, body }, signal);
    },
  };
}

/** HMAC-SHA256 over id, time and body, base64. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(webhookSecretPrefix.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}
