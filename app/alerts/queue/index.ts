import { memoryQueue } from './memory.ts';
import type { DeliveryQueue, Handler } from './queue.ts';

/**
 * In Redis when there is a URL, else inside this process.
 *
 * @param onError hears when Redis does not answer; the same may come many times
 */
export async function openQueue(
  redisUrl: string | undefined,
  handle: Handler,
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  const own = memoryQueue(handle);
  if (!redisUrl) return own;
  // BullMQ takes a tenth of a second to load, for which no process that starts should wait.
  const { redisQueue } = await import('./redis.ts');
  return redisQueue(redisUrl, handle, own, onError);
}

export type { DeliveryQueue } from './queue.ts';
