import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Repository, repositoryOfRemote } from './github/repository.ts';

/** The checkout that is kept in step. */
export interface Workspace {
  /** The top of this work tree. */
  folder: string;
  /** Where syncs of all work trees of the repository meet. */
  stateFolder: string;
  branch: string;
  origin: Repository | null;
  /** False in the middle of a merge, rebase, cherry-pick or bisect: files of the work tree are left alone. */
  settled: boolean;
  env: NodeJS.ProcessEnv;
}

/**
 * Looks at the checkout around a folder. Without git (an archive that was unpacked) it works as well: state is then
 * kept in `.state/board-sync`. `BOARD_SYNC_STATE_DIR` names another folder, for example one that CI caches.
 */
export function openWorkspace(start: string, env: NodeJS.ProcessEnv): Workspace {
  const places = ['--show-toplevel', '--git-common-dir', '--git-dir'];
  const [folder = start, common, own] =
    git(start, ['rev-parse', '--path-format=absolute', ...places])?.split('\n') ?? [];
  const state =
    env.BOARD_SYNC_STATE_DIR ?? (common ? join(common, 'board-sync') : join('.state', 'board-sync'));
  return {
    folder,
    stateFolder: resolve(folder, state),
    branch: git(folder, ['symbolic-ref', '--short', '-q', 'HEAD']) ?? 'detached',
    origin: repositoryOfRemote(git(folder, ['remote', 'get-url', 'origin']) ?? ''),
    settled: !own || !unsettled.some((name) => existsSync(join(own, name))),
    env: { ...dotEnv(folder), ...env },
  };
}

const unsettled = [
  'MERGE_HEAD',
  'rebase-merge',
  'rebase-apply',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'BISECT_LOG',
];

/** Runs git in a folder; null when it says no, or is not installed. Variables of a surrounding hook do not count. */
export function git(folder: string, args: readonly string[]): string | null {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return (
      execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: [...stdio], env }).trim() || null
    );
  } catch {
    return null;
  }
}

/** Hooks run where no shell has set variables: tokens may stand in the project's `.env`, which git ignores. */
function dotEnv(folder: string): Record<string, string | undefined> {
  const file = join(folder, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}
