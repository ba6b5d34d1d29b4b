import { describe, expect, it } from 'vitest';
import { Replicas } from './replicas.ts';

const urls = ['http://a', 'http://b', 'http://c'];

describe('replicas', () => {
  it('take turns', () => {
    const replicas = new Replicas(urls);
    const chosen = Array.from({ length: 6 }, () => replicas.next());
    expect(new Set(chosen.slice(0, 3))).toEqual(new Set(urls));
    expect(chosen.slice(3)).toEqual(chosen.slice(0, 3));
  });

  it('are passed over while they rest, and come back', () => {
    let nowMs = 0;
    const replicas = new Replicas(urls, 2_000, () => nowMs);
    replicas.rest('http://b');
    const ofRest = Array.from({ length: 6 }, () => replicas.next());
    expect(new Set(ofRest)).toEqual(new Set(['http://a', 'http://c']));
    nowMs = 2_000;
    expect(new Set(Array.from({ length: 3 }, () => replicas.next()))).toEqual(new Set(urls));
  });

  it('give a resting one rather than none', () => {
    const replicas = new Replicas(['http://a']);
    replicas.rest('http://a');
    expect(replicas.next()).toBe('http://a');
  });

  it('give one that was not tried, even a resting one, before one that was', () => {
    const replicas = new Replicas(urls);
    replicas.rest('http://c');
    expect(replicas.next(['http://a'])).toBe('http://b');
    expect(replicas.next(['http://a', 'http://b'])).toBe('http://c');
    expect(urls).toContain(replicas.next(urls));
  });

  it.each([
    [['http://a'], 2],
    [urls, 3],
  ])('%j are worth %i tries', (given, tries) => {
    expect(new Replicas(given).tries).toBe(tries);
  });
});
