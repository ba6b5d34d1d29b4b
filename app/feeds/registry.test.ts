import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FeedsEnv, parseEnv } from '../contract/env.ts';
import { createFeeds } from './registry.ts';

function namesOf(env: Record<string, string>): string[] {
  return createFeeds(parseEnv(FeedsEnv, env)).map((feed) => feed.name);
}

describe('createFeeds', () => {
  test.each([
    [{}, ['energy-charts', 'simulated']],
    [{ FEEDS: 'simulated' }, ['simulated']],
    [{ FEEDS: ' simulated , energy-charts,,simulated' }, ['simulated', 'energy-charts']],
  ])('%j makes %j', (env, names) => {
    expect(namesOf(env)).toEqual(names);
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
      { FEEDS: 'entsoe' },
      'FEEDS names entsoe, which is not known. Known feeds: energy-charts,',
    ],
    ['a name of every object', { FEEDS: 'toString' }, 'FEEDS names toString, which is not known.'],
    ['no name', { FEEDS: ' , ' }, 'FEEDS names no feed. Known feeds: energy-charts, replay, simulated.'],
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
