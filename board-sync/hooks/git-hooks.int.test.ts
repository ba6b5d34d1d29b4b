import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Checkout, makeCheckout } from '../testing/checkout.ts';
import { gitHooks, installGitHooks, uninstallGitHooks } from './git-hooks.ts';

/** What a hook starts in the background arrives when it arrives. */
const patience = { timeout: 20_000, interval: 20 };
const background = (reason: string): string =>
  `--import tsx board-sync/cli.ts drain --detached --hook --reason ${reason}`;
const startedBy = (checkout: Checkout, ...reasons: string[]) =>
  vi.waitFor(() => expect(checkout.calls()).toEqual(reasons.map(background)), patience);
const outcomes = (changes: readonly { outcome: string }[]): string[] => changes.map(({ outcome }) => outcome);

function hookOf({ folder }: Checkout, name: string): string {
  return join(folder, '.git', 'hooks', name);
}

function addHook(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

describe('installed hooks', () => {
  it('start a sync in the background after a commit and a merge', async () => {
    const checkout = makeCheckout();
    checkout.git('checkout', '-q', '-b', 'side');
    checkout.commit('aside');
    checkout.git('checkout', '-q', 'main');
    expect(outcomes(installGitHooks(checkout.folder))).toEqual(['added', 'added', 'added']);
    checkout.commit('one');
    await startedBy(checkout, 'post-commit');
    checkout.git('merge', '-q', '-X', 'theirs', '-m', 'join', 'side');
    await startedBy(checkout, 'post-commit', 'post-merge');
  });

  it('start one after a branch switch, not after a checkout of files', async () => {
    const checkout = makeCheckout();
    installGitHooks(checkout.folder);
    checkout.write('.gitignore', 'changed');
    checkout.git('checkout', '-q', '--', '.gitignore');
    checkout.git('checkout', '-q', '-b', 'side');
    await startedBy(checkout, 'post-checkout');
  });

  it('are the same after a second install, and gone after uninstalling', () => {
    const checkout = makeCheckout();
    installGitHooks(checkout.folder);
    expect(outcomes(installGitHooks(checkout.folder))).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(outcomes(uninstallGitHooks(checkout.folder))).toEqual(['removed', 'removed', 'removed']);
    expect(gitHooks.filter((name) => existsSync(hookOf(checkout, name)))).toEqual([]);
    expect(uninstallGitHooks(checkout.folder)).toEqual([]);
  });

  it('call the hook that was there before, with its arguments, and give it back', async () => {
    const checkout = makeCheckout();
    const file = hookOf(checkout, 'post-checkout');
    addHook(file, `echo "$#" >>'${checkout.folder}/own'`);
    const before = readFileSync(file, 'utf8');
    expect(outcomes(installGitHooks(checkout.folder))).toContain('added before the hook that was there');
    checkout.git('checkout', '-q', '-b', 'side');
    expect(readFileSync(join(checkout.folder, 'own'), 'utf8')).toBe('3\n');
    await startedBy(checkout, 'post-checkout');
    uninstallGitHooks(checkout.folder);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('go where core.hooksPath says', async () => {
    const checkout = makeCheckout();
    checkout.git('config', 'core.hooksPath', 'hooks-of-the-team');
    installGitHooks(checkout.folder);
    expect(existsSync(join(checkout.folder, 'hooks-of-the-team', 'post-commit'))).toBe(true);
    checkout.commit('one');
    await startedBy(checkout, 'post-commit');
  });

  it('go beside the files that Husky makes anew', () => {
    const checkout = makeCheckout();
    checkout.git('config', 'core.hooksPath', '.husky/_');
    mkdirSync(join(checkout.folder, '.husky', '_'), { recursive: true });
    writeFileSync(join(checkout.folder, '.husky', '_', 'h'), '');
    installGitHooks(checkout.folder);
    expect(existsSync(join(checkout.folder, '.husky', 'post-commit'))).toBe(true);
  });

  it('work in a linked work tree', async () => {
    const checkout = makeCheckout();
    const linked = join(checkout.folder, '..', 'linked');
    checkout.git('worktree', 'add', '-q', '-b', 'side', linked);
    mkdirSync(join(linked, 'node_modules', 'tsx'), { recursive: true });
    installGitHooks(linked);
    checkout.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', 'there');
    await startedBy(checkout, 'post-commit');
  });

  it('refuse when a hook was kept before and another has come since', () => {
    const checkout = makeCheckout();
    addHook(hookOf(checkout, 'post-commit'), 'true');
    installGitHooks(checkout.folder);
    addHook(hookOf(checkout, 'post-commit'), 'echo new');
    expect(() => installGitHooks(checkout.folder)).toThrow(/only one can be called/);
  });
});

describe('a commit goes through and is silent', () => {
  it('with nothing installed, and the log says so', async () => {
    const checkout = makeCheckout({ modules: false });
    installGitHooks(checkout.folder);
    checkout.commit('one');
    const log = join(checkout.folder, '.git', 'board-sync', 'board-sync.log');
    await vi.waitFor(
      () => expect(readFileSync(log, 'utf8')).toMatch(/ERROR .* post-commit: no sync: .*run npm ci/),
      patience,
    );
    expect(checkout.calls()).toEqual([]);
  });

  it('on a branch that has no board sync', () => {
    const checkout = makeCheckout();
    installGitHooks(checkout.folder);
    rmSync(join(checkout.folder, 'board-sync'), { recursive: true });
    checkout.git('commit', '-q', '-am', 'without');
    expect(checkout.git('log', '-1', '--format=%s')).toBe('without');
  });

  it('in a folder with spaces and quotes', async () => {
    const checkout = makeCheckout();
    installGitHooks(checkout.folder);
    const clone = join(checkout.folder, '..', `my "own" folder`);
    checkout.git('worktree', 'add', '-q', '-b', 'side', clone);
    mkdirSync(join(clone, 'node_modules', 'tsx'), { recursive: true });
    checkout.git('-C', clone, 'commit', '-q', '--allow-empty', '-m', 'there');
    await vi.waitFor(() => expect(checkout.calls()).toContain(background('post-commit')), patience);
  });
});
