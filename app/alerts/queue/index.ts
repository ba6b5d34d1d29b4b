import { memoryQueue } from './memory.ts';
import type { DeliveryQueue, Handler } from './queue.ts';
import { redisQueue } from './redis.ts';

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
  return redisUrl ? redisQueue(redisUrl, handle, own, onError) : own;
}

export type { DeliveryQueue } from './queue.ts';
