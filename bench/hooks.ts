import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installGitHooks } from '../board-sync/hooks/git-hooks.ts';
import { removeFolder } from '../board-sync/testing/remove-folder.ts';
import { projectDir } from '../infra/toolchain/project.ts';
import { median, report } from './report.ts';

/**
 * How many milliseconds a commit takes longer with the board sync's hook, in repositories of their own: once with all
 * that the hook starts, which finds no config, and once in a clone without node_modules. Rounds alternate.
 */
const rounds = 15;
/** People commit no faster, and what the last commit started has ended by then. */
const pauseMs = 1500;

const folder = mkdtempSync(join(tmpdir(), 'eo-bench-'));
const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

function repository(name: string, modules: boolean): string {
  const path = join(folder, name);
  cpSync(join(projectDir, 'board-sync'), join(path, 'board-sync'), { recursive: true });
  if (modules) symlinkSync(join(projectDir, 'node_modules'), join(path, 'node_modules'));
  git(path, 'init', '-q');
  return path;
}

function git(path: string, ...args: string[]): void {
  const person = [
    '-c',
    'user.name=Bench',
    '-c',
    'user.email=bench@example.org',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...person, ...args], { cwd: path, env: environment, stdio: 'ignore' });
}

function commitMs(path: string): number {
  const begin = performance.now();
  git(path, 'commit', '-q', '--allow-empty', '-m', 'bench');
  return performance.now() - begin;
}

async function costMs(name: string, modules: boolean): Promise<number> {
  const plain = repository(`${name}-plain`, modules);
  const hooked = repository(`${name}-hooked`, modules);
  installGitHooks(hooked);
  const times = { plain: [] as number[], hooked: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    await sleep(pauseMs);
    times.plain.push(commitMs(plain));
    times.hooked.push(commitMs(hooked));
  }
  return median(times.hooked) - median(times.plain);
}

try {
  const goal = { atMost: 50 };
  report('hooks', [
    { name: 'commit_longer_ms', value: await costMs('installed', true), unit: 'ms', goal },
    { name: 'without_modules_ms', value: await costMs('bare', false), unit: 'ms', goal },
  ]);
} finally {
  await removeFolder(folder);
}
