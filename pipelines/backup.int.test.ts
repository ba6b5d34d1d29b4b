import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@eo/app/db/migrate.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { daysBetween } from '@eo/app/domain/market-day.ts';
import { dayWith, zoneNamed } from '@eo/app/domain/testing.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runPipelineFile, startPipelineFile } from './testing/run.ts';

vi.setConfig({ testTimeout: 120_000 });

let database: TestDatabase;
let folder: string;
const key = Buffer.alloc(32, 3).toString('base64');

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'eo backups '));
  await migrate(database.pool);
  await storePrices('2026-01-01', '2026-02-01');
  await database.pool.query(
    `insert into account (id, email, password_hash, created_at)
     values (gen_random_uuid(), 'ann@example.org', 'argon2', '2026-01-01')`,
  );
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const storePrices = (from: string, to: string) =>
  upsertPriceDays(database.pool, 'SE3', {
    feed: 'test',
    label: 'test',
    simulated: false,
    // Half of them have no more than hundredths, which are packed.
    days: daysBetween(from, to).map((day, count) =>
      dayWith(zoneNamed('SE3'), day, (index) => (count % 2 ? index / 7 : (index * 37) / 100) - 3),
    ),
  });
const run = (name: string, args: readonly string[] = [], env: Record<string, string> = {}) =>
  runPipelineFile(name, args, {
    DATABASE_URL: database.url,
    BACKUP_TO: folder,
    BACKUP_KEY: key,
    STACK: 'home',
    ...env,
  });
const backups = (): string[] => readdirSync(join(folder, 'home')).sort();

/** Everything that the database holds, but for what restoring and recording runs itself writes. */
async function contents(): Promise<Record<string, unknown[]>> {
  const tables = ['price_batch', 'price_day', 'account', 'watched_zone', 'forecast_day'];
  const all = await Promise.all(
    tables.map((table) =>
      database.pool.query(`select row_to_json(t) as row from ${table} t order by t::text`),
    ),
  );
  return Object.fromEntries(tables.map((table, index) => [table, all[index]?.rows ?? []]));
}

describe('a backup', () => {
  it('is restored to what it was, and what was there before stays beside', async () => {
    const before = await contents();
    const taken = await run('backup');
    expect(taken.code, taken.stderr).toBe(0);
    expect(taken.json.counts).toMatchObject({ failed: 0 });
    expect(taken.json.counts.rows).toBeGreaterThan(31);

    await database.pool.query('delete from price_day where day > $1', ['2026-01-10']);
    await database.pool.query("update account set email = 'mallory@example.org'");
    const restored = await run('restore', ['--backup', 'latest', '--force']);
    expect(restored.code, restored.stderr).toBe(0);
    expect(await contents()).toEqual(before);
    const schema = /drop schema (\S+) cascade/.exec(restored.stderr)?.[1];
    const { rows } = await database.pool.query(`select email from ${schema}.account`);
    expect(rows).toEqual([{ email: 'mallory@example.org' }]);

    // It goes on: new rows find their numbers, and the next backup is taken.
    await storePrices('2026-02-01', '2026-02-03');
    expect((await run('backup')).code).toBe(0);
    expect(backups()).toHaveLength(2);
  });

  it('is proved by the drill, which changes nothing', async () => {
    await run('backup');
    const before = await contents();
    const drill = await run('restore-drill');
    expect(drill.code, drill.stderr).toBe(0);
    expect(drill.json.counts.rows).toBeGreaterThan(31);
    expect(await contents()).toEqual(before);
    const { rows } = await database.pool.query(
      "select nspname from pg_namespace where nspname like 'restored%'",
    );
    expect(rows).toEqual([]);
  });

  it('is as of one moment, whatever is written meanwhile', async () => {
    let going = true;
    const writing = (async () => {
      for (let n = 0; going; n += 1) {
        // Both or neither, in two tables.
        await database.pool.query(
          `with one as (insert into account (id, email, password_hash) values (gen_random_uuid(), $1, 'x') returning id)
           insert into session (id, account_id, expires_at) select gen_random_uuid(), id, now() from one`,
          [`n${n}@example.org`],
        );
      }
    })();
    const taken = await run('backup');
    going = false;
    await writing;
    expect(taken.code, taken.stderr).toBe(0);
    expect((await run('restore', ['--force'])).code).toBe(0);
    const { rows } = await database.pool.query(
      "select (select count(*) from account where email like 'n%@%') = (select count(*) from session) as same",
    );
    expect(rows).toEqual([{ same: true }]);
  });

  it('is none until it is whole: one that is killed is not listed, and cleared away by the next', async () => {
    await storePrices('2020-01-01', '2026-01-01');
    const child = startPipelineFile('backup', [], {
      ...{ DATABASE_URL: database.url, BACKUP_TO: folder, BACKUP_KEY: key, STACK: 'home' },
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const hasBegun = (): boolean =>
      existsSync(join(folder, 'home')) &&
      backups().some((id) => readdirSync(join(folder, 'home', id)).length > 0);
    await vi.waitUntil(hasBegun, {
      timeout: 60_000,
      interval: 5,
    });
    child.kill('SIGKILL');
    await gone;
    const [half = ''] = backups();
    expect(readdirSync(join(folder, 'home', half))).not.toContain('manifest.age');
    const listed = await run('restore', ['--list']);
    expect(listed.stderr + listed.stdout).toContain('has no backup');
    // A run of this hour may be under way; an older one is not.
    expect((await run('backup')).code).toBe(0);
    expect(backups()).toContain(half);
    renameSync(join(folder, 'home', half), join(folder, 'home', '2026-01-01T02-00-00-000Z'));
    expect((await run('backup')).code).toBe(0);
    expect(backups()).not.toContain('2026-01-01T02-00-00-000Z');
  });

  it('is refused when it is damaged, and the database stays as it is', async () => {
    await run('backup');
    const [id = ''] = backups();
    const whole = join(folder, 'home', id);
    const before = await contents();
    for (const file of readdirSync(whole)) {
      for (const damage of ['turned', 'short', 'missing'] as const) {
        const copy = mkdtempSync(join(tmpdir(), 'eo damaged '));
        const path = join(copy, 'home', id, file);
        cpSync(whole, join(copy, 'home', id), { recursive: true });
        if (damage === 'turned') {
          const bytes = readFileSync(path);
          bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
          writeFileSync(path, bytes);
        } else if (damage === 'short') truncateSync(path, readFileSync(path).length - 1);
        else rmSync(path);
        // Files of tables without rows say little more than those with; four are enough of each.
        if (['manifest.age', 'price_day.copy.br.age', 'account.copy.br.age'].includes(file)) {
          const ran = await run('restore', ['--force'], { BACKUP_TO: copy });
          expect(ran.code, `${file} ${damage}`).toBe(1);
          expect(ran.stderr + ran.stdout, `${file} ${damage}`).not.toMatch(/^\s+at .*:\d+:\d+/m);
        }
        rmSync(copy, { recursive: true });
      }
    }
    expect(await contents()).toEqual(before);
  }, 300_000);

  it('goes into no other stack, opens with no other key, and over nothing that is newer', async () => {
    await run('backup');
    cpSync(join(folder, 'home'), join(folder, 'work'), { recursive: true });
    const other = await run('restore', ['--force'], { STACK: 'work' });
    expect([other.code, other.stderr]).toEqual([
      1,
      expect.stringContaining('is of the stack home, not of work'),
    ]);
    const locked = await run('restore', ['--force'], { BACKUP_KEY: Buffer.alloc(32, 4).toString('base64') });
    expect([locked.code, locked.stderr]).toEqual([1, expect.stringContaining('does not open')]);
    await database.pool.query(
      `insert into account (id, email, password_hash) values (gen_random_uuid(), 'new@example.org', 'x')`,
    );
    const newer = await run('restore');
    expect(newer.code).toBe(1);
    expect(newer.stderr).toMatch(/after the backup \S+ was taken; that would be lost\.\n.*--force/);
  });

  it('goes into a database that was made in the place of a lost one, unless it has accounts of its own', async () => {
    await database.pool.query(
      `insert into job_run (job, started_at, outcome, ended_at)
       select 'nightly-learning', '2026-01-01', 'ok', '2026-01-01' from generate_series(1, 5)`,
    );
    await run('backup');
    const whole = await contents();
    const rebuilt = await createTestDatabase();
    try {
      await migrate(rebuilt.pool);
      await rebuilt.pool.query(
        // More of them than the backup has.
        `insert into job_run (job, outcome, ended_at) select 'price-sync', 'ok', now() from generate_series(1, 10)`,
      );
      const there = { DATABASE_URL: rebuilt.url };
      await rebuilt.pool.query(
        `insert into account (id, email, password_hash) values (gen_random_uuid(), 'new@example.org', 'x')`,
      );
      expect((await run('restore', [], there)).stderr).toContain('that would be lost');
      await rebuilt.pool.query('delete from account');
      const ran = await run('restore', [], there);
      expect(ran.code, ran.stderr).toBe(0);
      const { rows } = await rebuilt.pool.query('select email from account');
      expect(rows).toEqual([{ email: 'ann@example.org' }]);
      // Numbers are given twice: each run is still what it was.
      const { rows: runs } = await rebuilt.pool.query(
        'select job, outcome, count(*)::int from job_run group by job, outcome order by job, outcome',
      );
      expect(runs).toEqual([
        { job: 'backup', outcome: 'running', count: 1 },
        { job: 'nightly-learning', outcome: 'ok', count: 5 },
        { job: 'price-sync', outcome: 'ok', count: 10 },
        { job: 'restore', outcome: 'failed', count: 1 },
        { job: 'restore', outcome: 'ok', count: 1 },
      ]);
      expect(await contents()).toEqual(whole);
    } finally {
      await rebuilt.drop();
    }
  });

  it('needs a folder and a key, and says how to get them', async () => {
    expect((await run('backup', [], { BACKUP_TO: '' })).stderr).toContain(
      'Set backups:to of the stack, BACKUP_TO, or --to',
    );
    expect((await run('backup', [], { BACKUP_KEY: '' })).stderr).toContain('openssl rand -base64 32');
    const short = await run('backup', [], { BACKUP_KEY: 'secret' });
    expect(short.stderr).toMatch(/BACKUP_KEY/);
    expect(short.stderr).not.toContain('"secret"');
    const none = await run('restore');
    expect(none.stderr).toMatch(/There is no backup latest of the stack home\. .*has none at all/);
  });
});
