import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackState } from '@eo/app/contract/stack-state.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runPipelineFile } from './testing/run.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
let folder: string;
const key = Buffer.alloc(32, 3).toString('base64');
const otherKey = Buffer.alloc(32, 4).toString('base64');

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'eo states '));
  await migrate(database.pool);
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const resource = (name: string, value: string) => ({
  urn: `urn:pulumi:home::electricity-optimizer::local:index:Secret::${name}`,
  id: name,
  modified: new Date().toISOString(),
  outputs: { value: { plaintext: JSON.stringify(value) } },
});
const stateWith = (...resources: ReturnType<typeof resource>[]): StackState => ({
  config: { 'secrets:smtp': { value: 'the mail password', secret: true } },
  deployment: { version: 3, deployment: { resources } },
});
const keep = (input: unknown, env: Record<string, string> = {}) =>
  runPipelineFile(
    'state-backup',
    [],
    { DATABASE_URL: database.url, BACKUP_TO: folder, BACKUP_KEY: key, STACK: 'home', ...env },
    typeof input === 'string' ? input : JSON.stringify(input),
  );
const kept = (): string[] => readdirSync(join(folder, 'home', 'state')).sort();

/** What the CLI runs when the stack may be gone: no database is told. */
function fetch(args: readonly string[], env: Record<string, string> = {}) {
  const file = fileURLToPath(new URL('./state-fetch.ts', import.meta.url));
  const environment = { PATH: process.env.PATH, BACKUP_TO: folder, BACKUP_KEY: key, STACK: 'home', ...env };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', file, ...args],
      { env: environment },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  );
}

describe('the state of a stack', () => {
  it('is kept sealed, and had again as it was', async () => {
    const state = stateWith(resource('a', 'a secret text'), resource('b', 'another'));
    const ran = await keep(state);
    expect(ran.code, ran.stderr).toBe(0);
    const [file = ''] = kept();
    expect(readFileSync(join(folder, 'home', 'state', file), 'latin1')).not.toMatch(/secret|mail password/);
    const fetched = await fetch([]);
    expect(JSON.parse(fetched.stdout)).toMatchObject({ stack: 'home', ...state });
    expect(JSON.parse((await fetch(['--list'])).stdout)).toEqual([file.replace('.json.br.age', '')]);
  });

  it('is kept again only when it says something else, and had by an instant', async () => {
    await keep(stateWith(resource('a', 'one'), resource('b', 'two')));
    const [first] = kept();
    const same = await keep(stateWith(resource('b', 'two'), resource('a', 'one')));
    expect(same.json).toMatchObject({ outcome: 'unchanged' });
    expect(kept()).toEqual([first]);
    const between = new Date().toISOString();
    expect((await keep(stateWith(resource('a', 'three')))).json).toMatchObject({ outcome: 'ok' });
    expect(kept()).toHaveLength(2);
    expect((await fetch([])).stdout).toContain('three');
    expect((await fetch(['--at', between])).stdout).toContain('two');
    // Under another key it could not be told from the last one.
    expect((await keep(stateWith(resource('a', 'three')), { BACKUP_KEY: otherKey })).code).toBe(0);
    expect(kept()).toHaveLength(3);
  });

  it('is refused to another key, another stack and from a damaged file, and nothing of it told', async () => {
    expect((await fetch([])).stdout).toBe('null\n');
    await keep(stateWith(resource('a', 'a secret text')));
    const [name = ''] = kept();
    const wrongKey = await fetch([], { BACKUP_KEY: otherKey });
    expect([wrongKey.code, wrongKey.stderr]).toEqual([1, expect.stringContaining('does not open')]);
    expect((await fetch(['--at', '2020-01-01'])).stderr).toContain(
      `Known: ${name.replace('.json.br.age', '')}.`,
    );
    const file = join(folder, 'home', 'state', name);
    mkdirSync(join(folder, 'other', 'state'), { recursive: true });
    cpSync(file, join(folder, 'other', 'state', name));
    expect((await fetch([], { STACK: 'other' })).stderr).toContain('is that of home of');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(file, bytes);
    const damaged = await fetch([]);
    expect([damaged.code, damaged.stdout]).toEqual([1, '']);
    expect(damaged.stderr).toContain('does not open');
  });

  it('is not kept of what is none, which is not told', async () => {
    for (const text of ['', 'not a secret', '{"config":{}}']) {
      const ran = await keep(text);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain('Standard input holds no state of a stack.');
      expect(ran.stdout + ran.stderr).not.toContain('not a secret');
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
