import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SyncError } from '../errors.ts';
import { git } from '../workspace.ts';

export const gitHooks = ['post-commit', 'post-merge', 'post-checkout'] as const;

/** What became of one hook. */
export interface HookChange {
  file: string;
  outcome: 'added' | 'added before the hook that was there' | 'renewed' | 'unchanged' | 'removed';
}

/** By this line a hook of ours is known. */
const mark = 'Made by board-sync install-hooks';

/**
 * Puts the hooks where git looks for them, also with `core.hooksPath` and in linked work trees. A hook that is there
 * already is kept beside ours and called by it.
 *
 * @throws SyncError `hooks` outside a git repository, or when a hook was kept before and another one has come since
 */
export function installGitHooks(workTree: string): HookChange[] {
  const folder = hooksFolder(workTree);
  mkdirSync(folder, { recursive: true });
  return gitHooks.map((name) => install(join(folder, name), template(name)));
}

/** Removes our hooks and puts those back that were there before. */
export function uninstallGitHooks(workTree: string): HookChange[] {
  const folder = hooksFolder(workTree);
  return gitHooks.flatMap((name): HookChange[] => {
    const file = join(folder, name);
    if (!isOurs(file)) return [];
    rmSync(file);
    if (isThere(keptAs(file))) renameSync(keptAs(file), file);
    return [{ file, outcome: 'removed' }];
  });
}

function install(file: string, text: string): HookChange {
  const ours = isOurs(file);
  if (ours && readFileSync(file, 'utf8') === text) return { file, outcome: 'unchanged' };
  const chained = !ours && isThere(file);
  if (chained) keep(file);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  if (ours) return { file, outcome: 'renewed' };
  return { file, outcome: chained ? 'added before the hook that was there' : 'added' };
}

function keep(file: string): void {
  if (isThere(keptAs(file))) {
    throw new SyncError(
      'hooks',
      `Both ${file} and ${keptAs(file)} are there, and only one can be called after the sync's hook. Join them in ${keptAs(file)} and remove ${file}.`,
    );
  }
  renameSync(file, keptAs(file));
}

const keptAs = (file: string): string => `${file}.before-board-sync`;

const isOurs = (file: string): boolean => existsSync(file) && readFileSync(file, 'utf8').includes(mark);

/** Also true for a link that leads nowhere. */
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

const template = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

function hooksFolder(workTree: string): string {
  const folder = git(workTree, ['rev-parse', '--path-format=absolute', '--git-path', 'hooks']);
  if (!folder) {
    throw new SyncError(
      'hooks',
      `${workTree} is no git repository: clone the project with git, then try again.`,
    );
  }
  // Husky 9 makes the files in `.husky/_` anew and calls those of `.husky`, which are the user's.
  return basename(folder) === '_' && existsSync(join(folder, 'h')) ? dirname(folder) : folder;
}
