import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compiledWith } from '../testing/compiled.ts';
import { temporaryFolder } from '../testing/temporary.ts';
import { lockHolder } from './pid-lock.ts';
import { requestQueue } from './queue.ts';
import { type StateFolder, stateFolder } from './state-folder.ts';

/** A sync that writes down when it begins and ends; with `hang` it never ends. */
const script = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  import { coordinate } from './coordination/coordinate.js';
  import { requestQueue } from './coordination/queue.js';
  import { stateFolder } from './coordination/state-folder.js';
  const [path, record, background, hang] = process.argv.slice(2);
  const folder = stateFolder(path);
  const clock = { now: () => Date.now(), sleep: (ms) => setTimeout(ms) };
  const coordination = { folder, queue: requestQueue(folder.queue), clock, debounceSeconds: 0 };
  const trigger = { command: 'all', reason: 'test', force: false, background: background === 'yes' };
  await coordinate(coordination, trigger, async () => {
    appendFileSync(record, 'begin\\n');
    await setTimeout(hang ? 2 ** 30 : 50);
    appendFileSync(record, 'end\\n');
    return { result: null, summary: 'done', ok: true };
  });
`;

interface Setting {
  folder: StateFolder;
  record: () => string[];
  start: (...options: string[]) => ChildProcess;
}

function setting(): Setting {
  const path = temporaryFolder();
  const record = join(path, 'record');
  const file = compiledWith(script);
  return {
    folder: stateFolder(path),
    record: () => (existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n') : []),
    start: (...options) =>
      spawn(process.execPath, [file, path, record, ...options], { stdio: ['ignore', 'ignore', 'inherit'] }),
  };
}

describe('processes', () => {
  it('50 at once never sync two at a time, and leave no request unanswered', async () => {
    const { folder, record, start } = setting();
    const processes = Array.from({ length: 50 }, () => start('yes'));
    const codes = await Promise.all(processes.map(async (each) => (await once(each, 'exit'))[0]));
    expect(codes).toEqual(processes.map(() => 0));
    const lines = record();
    expect(lines.join(' ')).toBe(Array.from({ length: lines.length / 2 }, () => 'begin end').join(' '));
    expect(requestQueue(folder.queue).waiting()).toEqual([]);
    expect(lockHolder(folder.lock)).toBeNull();
  }, 300_000);

  it('one that is killed in the middle leaves its request and its lock to the next', async () => {
    const { folder, record, start } = setting();
    const killed = start('no', 'hang');
    await vi.waitFor(() => expect(record()).toEqual(['begin']), { timeout: 20_000, interval: 20 });
    expect(lockHolder(folder.lock)).toMatchObject({ pid: killed.pid });
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(requestQueue(folder.queue).waiting()).toHaveLength(1);
    expect(lockHolder(folder.lock)).toBeNull();
    await once(start('no'), 'exit');
    expect(record()).toEqual(['begin', 'begin', 'end']);
    expect(requestQueue(folder.queue).waiting()).toEqual([]);
  });
});
