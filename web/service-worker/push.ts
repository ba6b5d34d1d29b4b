import type { AlertMessage } from '@eo/app/contract/alerts.ts';

declare const self: ServiceWorkerGlobalScope;

/** Where the page says more. */
const alertsPath = '/alerts';

/** Shows what the stack pushes, also while no page is open. */
export async function show(data: PushMessageData | null): Promise<void> {
  if (!data) return;
  const { title, text, kind, zone, start } = data.json() as AlertMessage;
  const path = kind === 'test' ? alertsPath : `/?zone=${encodeURIComponent(zone)}`;
  await self.registration.showNotification(title, {
    body: text,
    icon: '/icon.svg',
    // The same occasion a second time takes the place of the first.
    tag: `${kind} ${zone} ${start}`,
    data: { path },
  });
}

/** Opens what a notification tells of. */
export async function follow(notification: Notification): Promise<void> {
  notification.close();
  await openPage((notification.data as { path: string }).path);
}

/** In the tab that is open already, else in a new one. */
async function openPage(path: string): Promise<void> {
  const [open] = await self.clients.matchAll({ type: 'window' });
  if (!open) return void (await self.clients.openWindow(path));
  await (await open.navigate(path).catch(() => open))?.focus();
}
