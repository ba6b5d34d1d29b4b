import type { Pool } from 'pg';
import {
  deletePushSubscription,
  listPushSubscriptions,
  type StoredPushSubscription,
} from '../../db/push-subscriptions.ts';
import { DeliveryError, type PostOut } from '../outbound.ts';
import type { VapidKeys } from '../vapid.ts';
import type { Channel } from './channel.ts';

/** What push services answer for a subscription that has ended, or that was made for another key of ours. */
const ended = new Set([401, 403, 404, 410]);

/**
 * Pushes to every browser of the account, encrypted for it alone (RFC 8291). It counts as told when one browser's
 * service took it; subscriptions that have ended are forgotten.
 */
export function pushChannel(pool: Pool, post: PostOut, vapid: VapidKeys): Channel {
  return {
    async send({ accountId, message, expiresAtMs }, signal) {
      const ttl = Math.max(60, Math.round((expiresAtMs - Date.now()) / 1000));
      const push = async (browser: StoredPushSubscription): Promise<void> => {
        const { endpoint, p256dh, auth } = browser;
        const { buildPushPayload } = await import('@block65/webcrypto-web-push');
        const { headers, body } = await buildPushPayload(
          { data: message, options: { ttl, urgency: 'normal' } },
          { endpoint, expirationTime: null, keys: { p256dh, auth } },
          vapid,
        ).catch(() => {
          throw new DeliveryError('The browser gave a key that is none.', true, 410);
        });
        await post({ url: endpoint, headers, body: new Uint8Array(body) }, signal);
      };
      const browsers = await listPushSubscriptions(pool, accountId);
      const results = await Promise.allSettled(browsers.map(push));
      const failures = results.map((result) =>
        result.status === 'rejected' ? asError(result.reason) : null,
      );
      for (const [index, failure] of failures.entries()) {
        const { id = '' } = browsers[index] ?? {};
        if (failure?.status && ended.has(failure.status)) await deletePushSubscription(pool, accountId, id);
      }
      if (failures.includes(null)) return;
      const passing = failures.find((failure) => failure && !failure.isFinal);
      throw passing ?? new DeliveryError('No browser is subscribed.', true);
    },
  };
}

const asError = (error: unknown): DeliveryError =>
  error instanceof DeliveryError ? error : new DeliveryError('The message could not be pushed.', false);
