import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestStack, type Ran, type TestStack } from './kit.ts';

const undo: (() => unknown)[] = [];

/** What goes wrong on real machines: one sentence and the next step, and a second `up` repairs. */
describe('bringing a local stack up', () => {
  let stack: TestStack;
  afterEach(async () => {
    await stack.remove();
    for (const step of undo.splice(0).reverse()) await step();
  });

  const failed = (ran: Ran, sentence: RegExp): void => {
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(sentence);
    expect(ran.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  };

  it('names the program on a taken port, and comes up when it is free', async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated' });
    const taken = await listen(stack.ports.backend);
    failed(
      await stack.run('up', stack.config),
      new RegExp(
        `^Port ${stack.ports.backend} for backend is taken by node \\(pid ${process.pid}\\)\\. .*config set`,
        'm',
      ),
    );
    await new Promise((resolve) => taken.close(resolve));
    expect((await stack.up()).health).toBe('healthy');
  });

  it.runIf(canMount())('says which folder cannot be written, and comes up in another', async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated' });
    const closed = mountPoint('ro');
    const elsewhere = ['--config', `dataDir=${closed}/data`];
    failed(
      await stack.run('up', [...stack.config, ...elsewhere]),
      /cannot be written \(\w+\)\. Make it writable/,
    );
    expect((await stack.up()).health).toBe('healthy');
  });

  it('keeps away from a folder that holds something else', async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated' });
    mkdirSync(join(stack.dataRoot, 'postgres'), { recursive: true });
    writeFileSync(join(stack.dataRoot, 'postgres', 'thesis.txt'), 'three years of work');
    failed(await stack.run('up', stack.config), /postgres is not empty and holds no PostgreSQL data/);
  });

  it.runIf(canMount())('says that the disk is full, and comes up when there is room', async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated' });
    const small = mountPoint('size=12m');
    const there = ['--config', `dataDir=${small}/data`];
    failed(await stack.run('up', [...stack.config, ...there]), /The disk is full: .* Free some space/);
    execFileSync('mount', ['-o', 'remount,size=1g', small]);
    expect((await stack.up(there)).health).toBe('healthy');
  });

  it('does without PostgreSQL and Redis of the system', async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated' });
    stack.env.EO_POSTGRES_SOURCE = 'embedded';
    stack.env.PATH = pathWithout(['redis-server', 'valkey-server'], stack.folder);
    const { services, warnings, health } = await stack.up();
    expect(health).toBe('healthy');
    expect(services.map(({ name }) => name)).not.toContain('redis');
    expect(warnings.join('\n')).toMatch(/neither redis-server nor valkey-server is on PATH/);
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** A PATH on which everything is but some programs. */
function pathWithout(programs: readonly string[], folder: string): string {
  const links = join(folder, 'bin');
  mkdirSync(links);
  for (const place of (process.env.PATH ?? '').split(delimiter).filter(existsSync)) {
    for (const name of readdirSync(place)) {
      const link = join(links, name);
      if (!programs.includes(name) && !existsSync(link)) symlinkSync(join(place, name), link);
    }
  }
  return links;
}

/** A folder on a file system of its own. */
function mountPoint(options: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'eo-mount-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=755,${options}`, 'tmpfs', folder]);
  undo.push(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Root in a container may not always mount. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}
