import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { letApplicationIn } from './app-role.ts';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { asSuperuser, createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterEach(() => database.drop());

async function asApplication<T>(work: (pool: pg.Pool) => Promise<T>, url = database.appUrl): Promise<T> {
  const pool = createPool(url, { applicationName: 'test' });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

describe('the role of the application', () => {
  it('has no right at all before it is let in', async () => {
    await asApplication((pool) =>
      expect(pool.query('select from account')).rejects.toThrow('permission denied'),
    );
  });

  it('reads and writes rows, owns nothing, and changes no table', async () => {
    await letApplicationIn(database.pool, database.appUrl);
    await letApplicationIn(database.pool, database.appUrl);
    await asApplication(async (pool) => {
      await pool.query(
        "insert into account (id, email, password_hash) values (gen_random_uuid(), 'a@b', 'x')",
      );
      await pool.query("insert into job_run (job, outcome) values ('backup', 'running')");
      expect((await pool.query("update account set email = 'c@d'")).rowCount).toBe(1);
      expect((await pool.query('delete from account')).rowCount).toBe(1);
      for (const forbidden of [
        'drop table account',
        'alter table account add column x int',
        'truncate account',
        'create table mine (x int)',
        'create schema mine',
        "insert into schema_migration values ('9999_mine.sql', 'x')",
      ])
        await expect(pool.query(forbidden), forbidden).rejects.toThrow(/permission denied|must be owner/);
      const { rows } = await pool.query(
        'select count(*)::int as owned from pg_class where relowner = current_user::regrole',
      );
      expect(rows).toEqual([{ owned: 0 }]);
      const { rows: roles } = await pool.query(
        'select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
      );
      expect(roles).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false }]);
    });
  });

  it('reads and writes tables that are made later, in any schema', async () => {
    await letApplicationIn(database.pool, database.appUrl);
    await database.pool.query(
      'create table later (x int); create schema aside; create table aside.other (x int)',
    );
    await database.pool.query('grant usage on schema aside to public');
    await asApplication(async (pool) => {
      await pool.query('insert into later values (1)');
      await pool.query('insert into aside.other values (1)');
    });
  });

  it('is made where it is missing, and gets another password, by an owner that may make roles', async () => {
    const name = `${new URL(database.appUrl).username}_two`;
    const url = (password: string): string =>
      Object.assign(new URL(database.appUrl), { username: name, password }).href;
    const owner = pg.escapeIdentifier(new URL(database.url).username);
    await asSuperuser((client) => client.query(`alter role ${owner} createrole`));
    try {
      await letApplicationIn(database.pool, url("it's one"));
      await asApplication((pool) => pool.query('select from account'), url("it's one"));
      await letApplicationIn(database.pool, url('another'));
      await asApplication((pool) => pool.query('select from account'), url('another'));
      await asApplication(
        (pool) => expect(pool.query('select 1')).rejects.toThrow('password authentication failed'),
        url("it's one"),
      );
    } finally {
      await database.pool.query(`drop owned by ${name}`).catch(() => {});
      await asSuperuser((client) => client.query(`alter role ${owner} nocreaterole`));
    }
    await database.drop();
    await asSuperuser((client) => client.query(`drop role ${name}`));
    database = await createTestDatabase();
  });

  it('is left as it is where it is the owner itself', async () => {
    await letApplicationIn(database.pool, database.url);
    const { rows } = await database.pool.query(
      "select pg_catalog.pg_get_userbyid(relowner) as owner from pg_class where relname = 'account'",
    );
    expect(rows).toEqual([{ owner: new URL(database.url).username }]);
  });
});
