import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, type RedisServer, startRedis } from '../../cache/testing/redis-server.ts';
import { memoryQueue } from './memory.ts';
import type { DeliveryQueue } from './queue.ts';
import { redisQueue } from './redis.ts';

const soon = (ms = 0): number => Date.now() + ms;

describe('a queue inside a process', () => {
  it('hands out what is due, when it is due, and each once', async () => {
    const handled: string[] = [];
    const queue = memoryQueue(async (id) => void handled.push(id));
    await queue.add({ id: 'late', attempts: 0, dueAtMs: soon(200) });
    for (let time = 0; time < 3; time++) await queue.add({ id: 'now', attempts: 0, dueAtMs: soon() });
    await expect.poll(() => handled).toEqual(['now']);
    await expect.poll(() => handled).toEqual(['now', 'late']);
    await queue.close();
  });

  it('does eight at a time, goes on after a failure, and ends what it began', async () => {
    let running = 0;
    let most = 0;
    const handled: string[] = [];
    const queue = memoryQueue(async (id) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      handled.push(id);
      if (handled.length % 3 === 0) throw new Error('no');
    });
    for (let id = 0; id < 50; id++) await queue.add({ id: `${id}`, attempts: 0, dueAtMs: soon() });
    await expect.poll(() => handled).toHaveLength(50);
    expect(most).toBe(8);
    await queue.add({ id: 'last', attempts: 0, dueAtMs: soon() });
    // Its turn has come when this one's has.
    await new Promise((resolve) => setTimeout(resolve, 2));
    await queue.close();
    expect(running).toBe(0);
  });
});

describe.skipIf(!hasRedis())(`a queue in Redis ${needsRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  /** As a process of the stack has it. */
  function open(handled: string[]): Promise<DeliveryQueue> {
    const handle = async (id: string) => void handled.push(id);
    return redisQueue(redis.url, handle, memoryQueue(handle), () => {});
  }

  /** Until Redis has answered to both of each queue's connections. */
  async function ready(): Promise<void> {
    const asked = new Redis(redis.url);
    // Two queues with three connections each, and this one.
    await expect
      .poll(
        async () =>
          String(await asked.client('LIST'))
            .split('\n')
            .filter(Boolean).length,
      )
      .toBe(7);
    asked.disconnect();
  }

  it('hands each delivery to one of the processes, when it is due', async () => {
    const [one, two]: [string[], string[]] = [[], []];
    const queues = await Promise.all([open(one), open(two)]);
    await ready();
    const ids = Array.from({ length: 100 }, (_, index) => `d${index}`);
    for (const id of ids)
      for (const queue of queues) await queue.add({ id, attempts: 0, dueAtMs: soon(300) });
    await expect.poll(() => new Set([...one, ...two]).size, { timeout: 10_000 }).toBe(100);
    expect([...one, ...two]).toHaveLength(100);
    await Promise.all(queues.map((queue) => queue.close()));
  });

  it('goes on without Redis, and with it when it is back', async () => {
    const handled: string[] = [];
    const queue = await open(handled);
    await redis.kill();
    await queue.add({ id: 'away', attempts: 0, dueAtMs: soon() });
    await expect.poll(() => handled).toContain('away');
    await redis.restart();
    const keys = new Redis(redis.url);
    let added = 0;
    const keysOfJobs = async (): Promise<number> => {
      await queue.add({ id: `back ${++added}`, attempts: 0, dueAtMs: soon(60_000) });
      return (await keys.keys('eo:queue:price-alerts:back*')).length;
    };
    await expect.poll(keysOfJobs, { timeout: 10_000 }).toBeGreaterThan(0);
    await queue.add({ id: 'through Redis', attempts: 0, dueAtMs: soon() });
    await expect.poll(() => handled, { timeout: 10_000 }).toContain('through Redis');
    await queue.close();
    keys.disconnect();
  });

  it('ends while Redis is away', async () => {
    const queue = await open([]);
    await redis.kill();
    await queue.close();
    await redis.restart();
  });
});
