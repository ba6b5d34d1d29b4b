import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary.ts';
import { makeGit } from './world.ts';

/** A git repository with the hooks' scripts and a stand-in for Node that writes down how it was called. */
export interface Checkout {
  folder: string;
  git: (...args: string[]) => string;
  /** What the hooks started: one line a call. */
  calls: () => string[];
  write: (file: string, text: string) => void;
  commit: (message: string) => void;
  /** Runs a shell command as an editor's hook would. */
  shell: (command: string, env: NodeJS.ProcessEnv) => void;
}

const boardSync = fileURLToPath(new URL('..', import.meta.url));

/** Makes one in a temporary folder. Without `modules` it looks like a clone in which nothing was installed yet. */
export function makeCheckout({ modules = true } = {}): Checkout {
  const outside = temporaryFolder();
  const folder = join(outside, 'repository');
  const record = join(outside, 'calls');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  mkdirSync(join(outside, 'bin'), { recursive: true });
  writeFileSync(join(outside, 'bin', 'node'), `#!/bin/sh\necho "$*" >>'${record}'\n`);
  chmodSync(join(outside, 'bin', 'node'), 0o755);
  cpSync(join(boardSync, 'hooks'), join(folder, 'board-sync', 'hooks'), { recursive: true });
  write('.gitignore', 'node_modules\n');
  if (modules) mkdirSync(join(folder, 'node_modules', 'tsx'), { recursive: true });
  const path = { PATH: [join(outside, 'bin'), process.env.PATH].join(delimiter) };
  const git = makeGit(folder, path);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'begin');
  let edits = 0;
  return {
    folder,
    git,
    shell: (command, env) =>
      void execFileSync('sh', ['-c', command], { cwd: folder, env: { ...process.env, ...path, ...env } }),
    write,
    calls() {
      try {
        return readFileSync(record, 'utf8').trimEnd().split('\n');
      } catch {
        return [];
      }
    },
    commit(message) {
      write('file', String(edits++));
      git('add', '.');
      git('commit', '-q', '-m', message);
    },
  };
}
