import type { ActionStep } from './model.ts';

/**
 * The actions that workflows use, each pinned to the commit of a release: a tag can be moved, a commit cannot. To move
 * on, look the commit of the release up (`git ls-remote https://github.com/<action> refs/tags/<version>`), change both
 * here and write the workflows with `npm run generate`.
 */
export const actions = {
  'actions/checkout': { version: 'v6.0.2', sha: 'de0fac2e4500dabe0009e67214ff5f5447ce83dd' },
  'actions/setup-node': { version: 'v6.2.0', sha: '6044e13b5dc448c55e2357c09f80417699197238' },
  'actions/cache': { version: 'v5.0.3', sha: 'cdf6c1fa76f9f475f3d7449005a359c84ca0f306' },
  'actions/upload-artifact': { version: 'v7.0.0', sha: 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f' },
} as const;
type ActionName = keyof typeof actions;

const uses = (name: ActionName): string => `${name}@${actions[name].sha}`;

/** The version that stands behind a `uses`, for the comment beside it; undefined for what is not pinned here. */
export function versionOf(reference: string): string | undefined {
  return Object.entries(actions).find(([name, { sha }]) => reference === `${name}@${sha}`)?.[1].version;
}

/** The sources, without leaving the token of the run behind for later steps. */
export const checkout = (options: { fetchDepth?: number; ref?: string } = {}): ActionStep => ({
  uses: uses('actions/checkout'),
  with: {
    'persist-credentials': false,
    ...(options.fetchDepth === undefined ? {} : { 'fetch-depth': options.fetchDepth }),
    ...(options.ref === undefined ? {} : { ref: options.ref }),
  },
});

/**
 * Node of a version. The npm cache is for tests only: a job that holds credentials installs what the lockfile names
 * from the registry, so that nothing another branch has put into a cache runs beside them.
 */
export const setupNode = (version: string, { cache }: { cache: boolean }): ActionStep => ({
  uses: uses('actions/setup-node'),
  with: { 'node-version': version, ...(cache ? { cache: 'npm' } : { 'package-manager-cache': false }) },
});

export const cache = (name: string, path: string, key: string): ActionStep => ({
  name,
  uses: uses('actions/cache'),
  with: { path, key },
});

/** Keeps files of a run for a week, however it ended. */
export const keep = (name: string, path: string, condition = '!cancelled()'): ActionStep => ({
  name: `Keep ${name}`,
  if: condition,
  uses: uses('actions/upload-artifact'),
  with: { name, path, 'retention-days': 7, 'if-no-files-found': 'ignore' },
});
