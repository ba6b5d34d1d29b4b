import { beforeEach, describe, expect, it } from 'vitest';
import { ReadyCache } from './ready-cache.ts';

let nowMs = 0;
let cache: ReadyCache;
beforeEach(() => {
  nowMs = 1_000;
  cache = new ReadyCache(() => nowMs);
});

const answer = (text: string, ttlMs = 60_000) => ({ body: { zone: 'SE3', text }, ttlMs });
const make = (url: string, text: string, zone = 'SE3') => cache.make(url, zone, async () => answer(text));
const known = (url: string): string | undefined => {
  const bytes = cache.fresh(url)?.identity;
  return bytes && JSON.parse(bytes.toString()).text;
};

describe('ReadyCache', () => {
  it('serves what was made until it is too old', async () => {
    await make('/a', 'one');
    nowMs += 59_999;
    expect(known('/a')).toBe('one');
    nowMs += 1;
    expect(known('/a')).toBeUndefined();
    expect(cache.counts).toEqual({ hit: 1, miss: 1 });
  });

  it('makes an answer once for all who ask at the same time', async () => {
    let made = 0;
    const slow = async () => {
      made += 1;
      await Promise.resolve();
      return answer('one');
    };
    const answers = await Promise.all([1, 2, 3].map(() => cache.make('/a', 'SE3', slow)));
    expect(made).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  it('keeps no failure', async () => {
    await expect(cache.make('/a', 'SE3', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await make('/a', 'one');
    expect(known('/a')).toBe('one');
  });

  it('forgets the answers of one zone, or all', async () => {
    await make('/a', 'one');
    await make('/b', 'two', 'SE4');
    cache.dropZone('SE3');
    expect([known('/a'), known('/b')]).toEqual([undefined, 'two']);
    cache.dropAll();
    expect(known('/b')).toBeUndefined();
  });

  const drops: [what: string, drop: () => void][] = [
    ['its zone', () => cache.dropZone('SE3')],
    ['everything', () => cache.dropAll()],
  ];
  it.each(drops)('does not keep what was being made while %s was dropped', async (_what, drop) => {
    const making = cache.make('/a', 'SE3', async () => {
      drop();
      return answer('old prices');
    });
    expect((await making).identity.toString()).toContain('old prices');
    expect(known('/a')).toBeUndefined();
  });

  it('lets the oldest go when there are too many, or too many bytes', async () => {
    cache = new ReadyCache(() => nowMs, { entries: 2, bytes: 1_000_000 });
    for (const url of ['/a', '/b', '/c']) await make(url, url);
    expect([known('/a'), known('/b'), known('/c')]).toEqual([undefined, '/b', '/c']);
    cache = new ReadyCache(() => nowMs, { entries: 10, bytes: 500 });
    for (const url of ['/a', '/b', '/c']) await make(url, 'x'.repeat(200));
    expect([known('/a'), known('/b'), known('/c')].map((text) => text !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });
});
