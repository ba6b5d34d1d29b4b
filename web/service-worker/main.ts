import type { AlertMessage } from '@eo/app/contract/alerts.ts';

/** What the browser runs for the page while it may be closed: shows what the stack pushes. */
declare const self: ServiceWorkerGlobalScope;

/** Where the page says more. */
const alertsPath = '/alerts';

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const message = event.data?.json() as AlertMessage | undefined;
  if (!message) return;
  const { title, text, kind, zone, start } = message;
  const path = kind === 'test' ? alertsPath : `/?zone=${encodeURIComponent(zone)}`;
  event.waitUntil(
    self.registration.showNotification(title, {
      body: text,
      icon: '/icon.svg',
      // The same occasion a second time takes the place of the first.
      tag: `${kind} ${zone} ${start}`,
      data: { path },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  event.waitUntil(openPage(path));
});

/** In the tab that is open already, else in a new one. */
async function openPage(path: string): Promise<void> {
  const [open] = await self.clients.matchAll({ type: 'window' });
  if (!open) return void (await self.clients.openWindow(path));
  await (await open.navigate(path).catch(() => open))?.focus();
}
