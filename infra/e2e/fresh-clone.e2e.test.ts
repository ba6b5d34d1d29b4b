import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheDir } from '../toolchain/find.ts';
import { projectDir } from '../toolchain/project.ts';
import { createTestStack, lastJson, succeeded, type TestStack, type UpResult } from './kit.ts';

/** Somebody who is not root; on machines where the tests run as one, that is who runs them. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/**
 * The README's first command in a clone of the last commit, by an ordinary user, in a path with spaces, with an empty
 * home but for the Pulumi CLI, which takes minutes to build.
 */
describe('a fresh clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eo fresh '));
  const clone = join(folder, 'a clone');
  let stack: TestStack | undefined;
  afterAll(async () => {
    await stack?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes up by one command, and a second time with nothing to change', async () => {
    chmodSync(folder, 0o755);
    const home = join(folder, 'home');
    mkdirSync(home);
    execFileSync('git', ['clone', '--quiet', projectDir, clone]);
    cpSync(cacheDir(), cacheDir({ PULUMI_HOME: join(home, '.pulumi') }), { recursive: true });
    stack = await createTestStack({ 'prices:feeds': 'simulated' }, { project: clone, user: nobody });
    // What npm tells the scripts it runs of this user's home and cache.
    for (const name of Object.keys(stack.env)) if (/^npm_/i.test(name)) delete stack.env[name];
    Object.assign(stack.env, { HOME: home, PULUMI_HOME: join(home, '.pulumi') });
    if (nobody) execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, folder, stack.folder]);

    const first = succeeded(await stack.run('up', ['--json', ...stack.config]));
    expect(lastJson<UpResult>(first)).toMatchObject({ health: 'healthy', changes: { update: 0 } });
    const { changes } = await stack.up();
    expect(changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });
});
