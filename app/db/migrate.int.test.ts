import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MigrationError, migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'eo-migrations-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('the migrations of the product', () => {
  it('apply to an empty database with the rights of its owner, and a second run does nothing', async () => {
    const first = await migrate(database.url);
    expect(first.applied).toContain('0001_prices_and_jobs.sql');
    expect(first.present).toEqual([]);
    expect(await tables()).toEqual(
      expect.arrayContaining([
        'feed_check',
        'job_run',
        'price_batch',
        'price_day',
        'schema_migration',
        'watched_zone',
      ]),
    );
    expect(await migrate(database.url)).toEqual({ applied: [], present: first.applied });
  });

  it('are applied once when four pools start at the same time', async () => {
    const pools = Array.from({ length: 4 }, (_, index) =>
      createPool(database.url, { applicationName: `migrate-${index}`, max: 1 }),
    );
    try {
      const reports = await Promise.all(pools.map((pool) => migrate(pool)));
      const applied = reports.flatMap((report) => report.applied);
      expect(applied).toEqual([...new Set(applied)]);
      expect(applied).toContain('0001_prices_and_jobs.sql');
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  });
});

describe('migrate', () => {
  it('applies new files in the order of their names', async () => {
    write('0002_b.sql', 'alter table a add column more text');
    write('0001_a.sql', 'create table a (id integer)');
    const report = await migrate(database.pool, folder);
    expect(report.applied).toEqual(['0001_a.sql', '0002_b.sql']);
    write('0003_c.sql', 'create table c (id integer)');
    expect(await migrate(database.pool, folder)).toEqual({
      applied: ['0003_c.sql'],
      present: ['0001_a.sql', '0002_b.sql'],
    });
  });

  it('leaves nothing of a migration that fails half way, keeps those before it, and can be run again', async () => {
    write('0001_a.sql', 'create table a (id integer)');
    write('0002_b.sql', 'create table b (id integer); select 1/0');
    await expect(migrate(database.pool, folder)).rejects.toThrow(
      /0002_b\.sql failed and was undone: division by zero\. Correct/,
    );
    expect(await tables()).toEqual(['a', 'schema_migration']);
    write('0002_b.sql', 'create table b (id integer)');
    expect((await migrate(database.pool, folder)).applied).toEqual(['0002_b.sql']);
  });

  const conflicts: [why: string, change: () => void, advice: RegExp][] = [
    [
      'a file that was edited after it had been applied',
      () => write('0001_a.sql', 'create table other (id integer)'),
      /0001_a\.sql was edited after it had been applied\. Restore the file/,
    ],
    [
      'a file that was applied and is gone',
      () => {
        rmSync(join(folder, '0001_a.sql'));
        write('0003_c.sql', 'select 1');
      },
      /has the migration 0001_a\.sql, which is not in the folder\. Deploy/,
    ],
    [
      'a new file that sorts before an applied one',
      () => write('0000_late.sql', 'create table late (id integer)'),
      /0000_late\.sql sorts before 0001_a\.sql.*Give it a higher number/,
    ],
    ['a name that is none', () => write('next.sql', 'select 1'), /Call it like 0002_what_it_does\.sql/],
    ['an empty folder', () => rmSync(join(folder, '0001_a.sql')), /holds no migration/],
  ];
  it.each(conflicts)('refuses %s, with advice, and changes nothing', async (_why, change, advice) => {
    write('0001_a.sql', 'create table a (id integer)');
    await migrate(database.pool, folder);
    const before = await tables();
    change();
    const failure = await migrate(database.pool, folder).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationError);
    expect((failure as Error).message).toMatch(advice);
    expect(await tables()).toEqual(before);
  });

  it('does not take other line ends for an edit', async () => {
    write('0001_a.sql', 'create table a (\n  id integer\n)');
    await migrate(database.pool, folder);
    write('0001_a.sql', 'create table a (\r\n  id integer\r\n)');
    expect((await migrate(database.pool, folder)).present).toEqual(['0001_a.sql']);
  });
});
