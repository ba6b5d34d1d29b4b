import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Scene } from '../scene.ts';
import { type Cause, repeat } from './cause.ts';

const connectTo = ({ outputs }: Scene): Redis => new Redis(outputs.redisUrl ?? '');

const refusesEverybody: Cause = {
  title: 'Redis refuses the password of its users',
  alerts: ['RedisDown'],
  async start(scene) {
    const redis = connectTo(scene);
    await redis.acl('SETUSER', 'default', 'off');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    return async () => {
      // A connection that is open stays as it was let in.
      await redis.acl('SETUSER', 'default', 'on');
      redis.disconnect();
    };
  },
};

/** Soon full, and large beside what Redis needs for itself, which cannot be evicted. */
const roomBytes = 4_000_000;

const tooSmall: Cause = {
  title: 'Redis may use 4 MB more than it has, and much is written',
  alerts: ['RedisMemoryHigh', 'RedisEvicting'],
  async start(scene) {
    const redis = connectTo(scene);
    const [, before = '0'] = (await redis.config('GET', 'maxmemory')) as string[];
    const used = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1];
    await redis.config('SET', 'maxmemory', String(Number(used) + roomBytes));
    const value = 'x'.repeat(2_000);
    const stop = repeat(async () => {
      const keys = Array.from({ length: 50 }, () => `drill:${randomBytes(8).toString('hex')}`);
      await Promise.all(keys.map((key) => redis.set(key, value, 'EX', 60)));
    }, 200);
    return async () => {
      await stop();
      await redis.config('SET', 'maxmemory', before);
      for await (const keys of redis.scanStream({ match: 'drill:*', count: 1000 }))
        if (keys.length > 0) await redis.del(...keys);
      redis.disconnect();
    };
  },
};

const nothingFound: Cause = {
  title: 'keys are looked up that are not there',
  alerts: ['RedisHitRateLow'],
  start(scene) {
    const redis = connectTo(scene);
    const stop = repeat(
      () => Promise.all(Array.from({ length: 20 }, (_, index) => redis.get(`drill:absent:${index}`))),
      200,
    );
    return async () => {
      await stop();
      redis.disconnect();
    };
  },
};

const cannotSave: Cause = {
  title: 'a folder lies where Redis would keep its snapshot',
  alerts: ['RedisSaveFailing'],
  async start(scene) {
    const redis = connectTo(scene);
    const [, folder = ''] = (await redis.config('GET', 'dir')) as string[];
    const [, name = ''] = (await redis.config('GET', 'dbfilename')) as string[];
    const file = join(folder, name);
    const aside = `${file}.before`;
    if (existsSync(file)) renameSync(file, aside);
    mkdirSync(join(file, 'in the way'), { recursive: true });
    await redis.bgsave();
    return async () => {
      rmSync(file, { recursive: true });
      if (existsSync(aside)) renameSync(aside, file);
      await redis.bgsave();
      redis.disconnect();
    };
  },
};

export const redisCauses = { refusesEverybody, tooSmall, nothingFound, cannotSave } satisfies Record<
  string,
  Cause
>;
