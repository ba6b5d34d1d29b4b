import { answer, clearOut, takeIn } from './offline.ts';
import { follow, show } from './push.ts';

/** What the browser runs beside the page: it opens without a network, and tells of prices while it is closed. */
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  void self.skipWaiting();
  event.waitUntil(takeIn());
});
self.addEventListener('activate', (event) => event.waitUntil(clearOut().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const response = answer(event.request);
  if (response) event.respondWith(response);
});
self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(follow(event.notification)));
