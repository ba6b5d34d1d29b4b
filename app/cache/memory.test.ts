import { describe, expect, it } from 'vitest';
import { memoryCache } from './memory.ts';

describe('memoryCache', () => {
  it('gives back what was set until it is too old', async () => {
    let nowMs = 0;
    const cache = memoryCache({ now: () => nowMs });
    await cache.set('a', '1', 10);
    nowMs = 9_999;
    expect(await cache.get('a')).toBe('1');
    nowMs = 10_000;
    expect(await cache.get('a')).toBeNull();
    expect(await cache.get('never set')).toBeNull();
  });

  it('drops what was written longest ago when it is full', async () => {
    const cache = memoryCache({ maxCharacters: 10 });
    await cache.set('a', '12345', 60);
    await cache.set('b', '12345', 60);
    await cache.set('a', '54321', 60);
    await cache.set('c', '1', 60);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual(['54321', null, '1']);
  });

  it('passes messages on inside the process, and says that none of other processes arrive', async () => {
    const cache = memoryCache();
    const heard: string[] = [];
    cache.subscribe('channel', { onMessage: (message) => heard.push(message), onGap: () => {} });
    await cache.publish('channel', 'one');
    await cache.publish('other', 'two');
    expect(heard).toEqual(['one']);
    expect(cache.isSubscribed()).toBe(false);
    expect(await cache.ping()).toBe(true);
  });
});
