import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FeedsEnv, parseEnv } from '../contract/env.ts';
import { zones } from '../domain/zones.ts';
import { createFeeds } from './registry.ts';

function namesOf(env: Record<string, string>): string[] {
  return createFeeds(parseEnv(FeedsEnv, env)).map((feed) => feed.name);
}

describe('createFeeds', () => {
  test.each([
    [{}, ['energy-charts', 'octopus-agile', 'simulated']],
    [{ ENTSOE_TOKEN: 'token' }, ['energy-charts', 'entsoe', 'octopus-agile', 'simulated']],
    [{ FEEDS: 'simulated' }, ['simulated']],
    [{ FEEDS: ' simulated , energy-charts,,simulated' }, ['simulated', 'energy-charts']],
  ])('%j makes %j', (env, names) => {
    expect(namesOf(env)).toEqual(names);
  });

  test('has a market feed for every zone, and two for those that more than one serves', () => {
    const feeds = createFeeds(parseEnv(FeedsEnv, { ENTSOE_TOKEN: 'token' })).filter(
      ({ standIn }) => !standIn,
    );
    const counts = zones.map((zone) => feeds.filter((feed) => feed.supports(zone)).length);
    expect(Math.min(...counts)).toBe(1);
    expect(counts.filter((count) => count === 2)).toHaveLength(15);
  });

  test('makes replay from its folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'replay of '));
    try {
      expect(namesOf({ FEEDS: 'replay,simulated', REPLAY_DIR: folder })).toEqual(['replay', 'simulated']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [
      'an unknown name',
      { FEEDS: 'nord-pool' },
      'FEEDS names nord-pool, which is not known. Known feeds: energy-charts,',
    ],
    ['a feed without its key', { FEEDS: 'entsoe' }, 'ENTSOE_TOKEN is not set. Set it, or name another feed.'],
    ['a name of every object', { FEEDS: 'toString' }, 'FEEDS names toString, which is not known.'],
    [
      'no name',
      { FEEDS: ' , ' },
      'FEEDS names no feed. Known feeds: energy-charts, entsoe, octopus-agile, replay, simulated.',
    ],
    ['replay without a folder', { FEEDS: 'replay' }, 'REPLAY_DIR is not set. Set it to a folder'],
    [
      'a folder that is not there',
      { FEEDS: 'replay', REPLAY_DIR: '/nowhere/at all' },
      '(ENOENT). Set REPLAY_DIR',
    ],
  ])('refuses %s with the next step', (_, env, message) => {
    expect(() => namesOf(env)).toThrow(message);
  });
});
