import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { migrate } from '@eo/app/db/migrate.ts';
import { createPool } from '@eo/app/db/pool.ts';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../../../testing/throwaway-postgres.ts';
import { projectDir } from '../../../toolchain/project.ts';
import { startRecovered } from './recovered.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const role = 'keeper';
const key = Buffer.alloc(32, 5).toString('base64');

let server: ThrowawayPostgres;
let admin: Pool;
let pool: Pool;
let url: string;
let place: string;
let round = 0;

beforeAll(async () => {
  server = await startThrowawayPostgres();
  admin = createPool(server.url, { applicationName: 'test' });
  await admin.query(`create role ${role} login password '${role}' replication`);
  await admin.query(`create database ${role} owner ${role}`);
  url = Object.assign(new URL(server.url), { username: role, password: role, pathname: `/${role}` }).href;
  pool = createPool(url, { applicationName: 'test' });
  await migrate(pool);
  await pool.query('create table note (text text, at timestamptz default clock_timestamp())');
});
afterAll(async () => {
  await pool?.end();
  await admin?.end();
  await server?.stop();
});
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'eo wal '));
  chmodSync(place, 0o755); // The unprivileged user that PostgreSQL runs as when root tests must get in.
  round += 1;
  return () => rmSync(place, { recursive: true, force: true });
});

interface Ran {
  code: number;
  said: string;
  outcome: string;
  detail: string;
  counts: Record<string, number>;
}

async function run(
  name: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Ran> {
  const command = ['--import', 'tsx', join('pipelines', `${name}.ts`), ...args, '--json'];
  const options = {
    cwd: projectDir,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      BACKUP_TO: join(place, 'backups'),
      BACKUP_KEY: key,
      STACK: `home-${round}`,
      ...env,
    },
  };
  const ran = await promisify(execFile)(process.execPath, command, options).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  const said = ran.stdout + ran.stderr;
  const last = ran.stdout.trim().split('\n').at(-1) ?? '';
  const document = last.startsWith('{') ? JSON.parse(last) : { outcome: '', counts: {}, steps: [] };
  const { outcome, counts, steps } = document;
  return { code: 'code' in ran ? ran.code : 0, said, outcome, counts, detail: steps[0]?.detail ?? '' };
}

const write = (text: string) => pool.query('insert into note (text) values ($1)', [`${round} ${text}`]);

/** An instant between what was committed before the call and what will be after it. */
async function between(): Promise<string> {
  await sleep(20);
  const { rows } = await pool.query('select clock_timestamp() as now');
  await sleep(20);
  return rows[0].now.toISOString();
}

async function recovered(to: string): Promise<string[]> {
  const folder = mkdtempSync(join(place, 'recovered '));
  const fetched = await run('wal-fetch', ['--at', to, '--into', folder]);
  expect(fetched.code, fetched.said).toBe(0);
  const beside = await startRecovered(folder, place);
  const reader = createPool(beside.url(role, role), { applicationName: 'test' });
  try {
    const { rows } = await reader.query<{ text: string }>(
      'select text from note where text like $1 order by at',
      [`${round} %`],
    );
    // It takes writes, which a server that is still recovering does not.
    await reader.query("insert into note (text) values ('later')");
    return rows.map(({ text }) => text.replace(/^\d+ /, ''));
  } finally {
    await reader.end();
    await beside.stop();
  }
}

const walFiles = (kind: string): string[] =>
  readdirSync(join(place, 'backups'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes(`/${kind}-`))
    .sort()
    .map((path) => join(place, 'backups', path));

describe('a database that is archived', () => {
  it('comes back as of any second between its writes', async () => {
    await write('before the base');
    const first = await run('wal-archive');
    expect(first, first.said).toMatchObject({ code: 0, outcome: 'ok', counts: { bases: 1 } });
    await write('one');
    const afterOne = await between();
    await write('two');
    const second = await run('wal-archive');
    expect(second.counts).toMatchObject({ bases: 0 });
    expect(second.counts.bytes).toBeLessThan(10_000_000);
    const afterTwo = await between();
    await pool.query('delete from note where text like $1', [`${round} %`]);
    await write('three');
    await run('wal-archive');
    expect(await recovered(afterOne)).toEqual(['before the base', 'one']);
    expect(await recovered(afterTwo)).toEqual(['before the base', 'one', 'two']);
    expect(await recovered('latest')).toEqual(['three']);
  });

  it('clears away what a run that was ended half-way left of a base', async () => {
    await run('wal-archive');
    const [facts = ''] = walFiles('base').filter((path) => path.includes('.json.'));
    rmSync(facts);
    const again = await run('wal-archive');
    expect(again, again.said).toMatchObject({ code: 0, counts: { bases: 1 } });
    expect(walFiles('base')).toHaveLength(2);
    expect(await recovered('latest')).toEqual([]);
  });

  it('begins with another base when the server has lost a part of its log', async () => {
    await run('wal-archive');
    const early = await between();
    await pool.query("select pg_drop_replication_slot('wal_archive')");
    await write('one');
    const again = await run('wal-archive');
    expect(again, again.said).toMatchObject({ code: 0, counts: { bases: 1 } });
    expect(again.said).toContain('is gone from the server');
    expect(await recovered('latest')).toEqual(['one']);
    // What came before the gap can still be had, what fell into it cannot.
    expect((await run('wal-fetch', ['--at', early, '--into', join(place, 'x')])).code).toBe(1);
  });

  it('is refused with a stretch missing, one byte turned, another key, or out of reach', async () => {
    const tooEarly = await between();
    for (const text of ['one', 'two', 'three']) {
      await write(text);
      await run('wal-archive');
    }
    const fetch = (at: string, env: Record<string, string> = {}) =>
      run('wal-fetch', ['--at', at, '--into', join(place, `into ${Math.random()}`)], env);
    const early = await fetch(tooEarly);
    expect(early).toMatchObject({
      code: 1,
      detail: expect.stringMatching(/cannot be recovered: the log of the stack home-\d+ reaches from/),
    });
    const full = await run('wal-fetch', ['--into', place]);
    expect(full).toMatchObject({ code: 1, detail: expect.stringContaining('is not empty') });
    const stranger = await fetch('latest', { BACKUP_KEY: Buffer.alloc(32, 6).toString('base64') });
    expect(stranger).toMatchObject({ code: 1, detail: expect.stringContaining('does not open') });
    const [, middle = ''] = walFiles('log');
    const whole = readFileSync(middle);
    const damaged = Buffer.from(whole);
    damaged[whole.length >> 1] = (damaged[whole.length >> 1] ?? 0) ^ 1;
    writeFileSync(middle, damaged);
    expect(await fetch('latest')).toMatchObject({
      code: 1,
      detail: expect.stringContaining('does not open'),
    });
    rmSync(middle);
    expect(await fetch('latest')).toMatchObject({
      code: 1,
      detail: expect.stringMatching(
        /^The log from 0\/\w+ to 0\/\w+ is missing\. Nothing after 20\S+ can be recovered/,
      ),
    });
    writeFileSync(middle, whole);
    expect(await recovered('latest')).toEqual(['one', 'two', 'three']);
  });

  it('says so where it has no log, or no right to read one', async () => {
    expect(await run('wal-fetch', ['--into', join(place, 'x')])).toMatchObject({
      code: 1,
      detail: expect.stringContaining('There is no log of the stack'),
    });
    await admin.query(`alter role ${role} noreplication`);
    const refused = await run('wal-archive');
    await admin.query(`alter role ${role} replication`);
    expect(refused).toMatchObject({
      code: 0,
      outcome: 'unchanged',
      detail: expect.stringContaining('may not replicate'),
    });
    expect(readdirSync(place)).toEqual([]);
  });
});
