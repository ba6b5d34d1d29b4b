import { concurrency, type DeliveryQueue, type Handler, keyOf } from './queue.ts';

/** A queue inside this process, for stacks without Redis and while Redis is away. */
export function memoryQueue(handle: Handler): DeliveryQueue {
  const waiting = new Map<string, NodeJS.Timeout>();
  const ready: string[] = [];
  const running = new Set<Promise<void>>();
  let isClosed = false;

  const next = (): void => {
    if (isClosed || running.size >= concurrency) return;
    const id = ready.shift();
    if (id === undefined) return;
    const run: Promise<void> = handle(id)
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        running.delete(run);
        next();
      });
    running.add(run);
  };
  return {
    async add({ id, attempts, dueAtMs }) {
      const key = keyOf({ id, attempts });
      if (isClosed || waiting.has(key)) return;
      const timer = setTimeout(
        () => {
          waiting.delete(key);
          ready.push(id);
          next();
        },
        Math.max(0, dueAtMs - Date.now()),
      );
      waiting.set(key, timer);
    },
    async close() {
      isClosed = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
