import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { concurrency, type DeliveryQueue, type Handler, keyOf } from './queue.ts';

const name = 'price-alerts';
/** Longest that BullMQ may take to end its jobs and connections, in milliseconds. */
const closeMs = 6_000;
/**
 * A worker that waits looks around for nothing only so often: each look asks for keys that there are none of, which would
 * count as misses of the cache. A job wakes it at once; one that stalled is found in the database first.
 */
const seldom = { drainDelay: 300, stalledInterval: 300_000 };
/** With it come warnings that Redis may forget keys, which is as meant: the database forgets nothing. */
const skipVersionCheck = true;
/** Of its keys in Redis. */
const prefix = 'eo:queue';

/**
 * A queue in Redis (BullMQ), shared by the processes of the stack. What it cannot take is given to `otherwise`.
 *
 * @param onError hears when Redis does not answer; the same may come many times
 */
export async function redisQueue(
  url: string,
  handle: Handler,
  otherwise: DeliveryQueue,
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  // It takes a tenth of a second to load, for which no process that starts should wait.
  const { Queue, Worker } = await import('bullmq');
  const reconnect = { connectTimeout: 1_000, retryStrategy: (tries: number) => Math.min(100 * tries, 2_000) };
  const client = new Redis(url, { ...reconnect, commandTimeout: 1_000, maxRetriesPerRequest: 1 });
  client.on('error', onError);
  const queue = new Queue(name, {
    connection: client,
    prefix,
    skipVersionCheck,
    // The database has what is left to do; a job that ended is of no use to anybody.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  const worker = new Worker<{ id: string }>(name, async ({ data }) => void (await handle(data.id)), {
    connection: { url, ...reconnect, maxRetriesPerRequest: null },
    prefix,
    skipVersionCheck,
    concurrency,
    ...seldom,
  });
  queue.on('error', onError);
  worker.on('error', onError);
  return {
    async add(delivery) {
      const { id, dueAtMs } = delivery;
      const options = { jobId: keyOf(delivery), delay: Math.max(0, dueAtMs - Date.now()) };
      try {
        // It would wait for Redis to be back.
        if (client.status !== 'ready') return await otherwise.add(delivery);
        await queue.add('deliver', { id }, options);
      } catch (error) {
        onError(error as Error);
        await otherwise.add(delivery);
      }
    },
    async close() {
      // Without Redis there is nobody to say goodbye to.
      const isAway = client.status !== 'ready';
      const goodbye = Promise.allSettled([worker.close(isAway), isAway ? queue.disconnect() : queue.close()]);
      await Promise.all([
        otherwise.close(),
        Promise.race([goodbye, sleep(isAway ? 200 : closeMs, null, { ref: false })]),
      ]);
      client.disconnect();
    },
  };
}
