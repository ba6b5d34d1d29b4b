import type { PushSubscriptionBody } from '@eo/app/contract/alerts.ts';
import { alertTexts } from '../../texts/alerts.ts';

/** Whether this browser can be told anything while the page is closed. */
export const canBeTold = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window;

/**
 * Asks the browser to take messages of the stack. A subscription for another key of the stack is replaced.
 *
 * @param serverKey of the stack, base64url
 * @throws Error when its owner or the browser refuses
 */
export async function subscribe(serverKey: string): Promise<PushSubscriptionBody> {
  if (!canBeTold()) throw new Error(alertTexts.browsers.impossible);
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(alertTexts.browsers.denied);
  await navigator.serviceWorker.register('/service-worker.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && keyOf(before.options.applicationServerKey) !== serverKey) await before.unsubscribe();
  const subscription = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: serverKey })
    .catch(() => {
      throw new Error(alertTexts.browsers.impossible);
    });
  return {
    endpoint: subscription.endpoint,
    p256dh: keyOf(subscription.getKey('p256dh')),
    auth: keyOf(subscription.getKey('auth')),
  };
}

/** Bytes as base64url without padding. */
function keyOf(bytes: ArrayBuffer | null): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
