import { describe, expect, it } from 'vitest';
import { readSettings } from '../../settings.ts';
import { type Git, releaseOf, sourceOf } from './source.ts';

const head = '1'.repeat(40);
const ofPullRequest = '2'.repeat(40);
const merge = `tree ${'0'.repeat(40)}\nparent ${'3'.repeat(40)}\nparent ${ofPullRequest}\nauthor a\n\nMerge`;

/** A checkout whose origin and whose head commit are these. */
const checkout =
  (origin: string | null, commit = 'tree 0'): Git =>
  (...args) =>
    ({ remote: origin, 'rev-parse': head, 'cat-file': commit })[args[0] ?? ''] ?? null;
const none: Git = () => null;

const settings = (stack: string, config: Record<string, string> = {}) =>
  readSettings(stack, 'electricity-optimizer', (namespace, key) => config[`${namespace}:${key}`]);

describe('sourceOf', () => {
  it.each([
    ['https', 'https://github.com/acme/power.git'],
    ['ssh', 'git@github.com:acme/power.git'],
    ['a plain address', 'https://github.com/acme/power'],
  ])('takes repository and commit from the checkout: %s', (_what, origin) => {
    expect(sourceOf(settings('production'), {}, checkout(origin))).toEqual({
      owner: 'acme',
      repository: 'power',
      branch: 'main',
      commit: head,
    });
  });

  it('prefers what is configured, then what the workflow says', () => {
    const given = { 'cloud:repository': 'own/fork', 'cloud:branch': 'next', 'cloud:commit': 'abcdef0' };
    const env = { GITHUB_REPOSITORY: 'acme/power' };
    expect(sourceOf(settings('staging', given), env, checkout(null))).toEqual({
      owner: 'own',
      repository: 'fork',
      branch: 'next',
      commit: 'abcdef0',
    });
    expect(sourceOf(settings('staging'), env, checkout('git@github.com:x/y.git'))).toMatchObject({
      owner: 'acme',
      branch: 'develop',
    });
  });

  it('takes the commit of the pull request, not the merge that a workflow checks out', () => {
    const env = { GITHUB_REPOSITORY: 'acme/power', GITHUB_HEAD_REF: 'feature' };
    expect(sourceOf(settings('pr-7'), env, checkout(null, merge))).toMatchObject({
      branch: 'feature',
      commit: ofPullRequest,
    });
    expect(sourceOf(settings('pr-7'), env, checkout(null))).toMatchObject({ commit: head });
    expect(sourceOf(settings('staging'), env, checkout(null, merge))).toMatchObject({ commit: head });
  });

  it('deploys the tip of the branch where there is no checkout', () => {
    const source = sourceOf(settings('production', { 'cloud:repository': 'acme/power' }), {}, none);
    expect(source.commit).toBeNull();
    expect(releaseOf(settings('production'), source)).toBe('unknown');
  });

  it('says what to set when it cannot tell', () => {
    expect(() => sourceOf(settings('production'), {}, none)).toThrow(
      /config set cloud:repository.*production/,
    );
    expect(() => sourceOf(settings('pr-7', { 'cloud:repository': 'acme/power' }), {}, none)).toThrow(
      /branch.*pr-7[\s\S]*config set cloud:branch/,
    );
  });
});
