import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProxyMode, startTcpProxy, type TcpProxy } from '../cache/testing/tcp-proxy.ts';
import { createPool } from './pool.ts';
import { asSuperuser, createTestDatabase, type TestDatabase } from './testing.ts';
import { inTransaction } from './transaction.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

let database: TestDatabase;
let proxy: TcpProxy;
let throughProxy: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  throughProxy = url.href;
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

const quick = { applicationName: 'test-pool', connectTimeoutMs: 500, statementTimeoutMs: 500 };
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error) => error,
  );

const queryWhen = (mode: ProxyMode, pool: Pool): Promise<unknown> => {
  proxy.set(mode);
  return pool.query('select 1');
};

describe('createPool', () => {
  it('survives that the server ends its connections, tells so, and connects again', async () => {
    const errors: Error[] = [];
    const pool = createPool(database.url, { ...quick, onError: (error) => errors.push(error) });
    await pool.query('select 1');
    await asSuperuser((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-pool'`,
      ),
    );
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
    await pool.end();
  });

  const faults: [what: string, work: (pool: Pool) => Promise<unknown>][] = [
    ['a statement that runs too long', (pool) => pool.query('select pg_sleep(5)')],
    ['a connection that is refused', (pool) => queryWhen('cut', pool)],
    ['a new connection that nobody answers', (pool) => queryWhen('black-hole', pool)],
    [
      'a connection that falls silent',
      async (pool) => {
        await pool.query('select 1');
        proxy.set('black-hole');
        await pool.query('select 1');
      },
    ],
    [
      'a transaction whose connection falls silent',
      (pool) =>
        inTransaction(pool, async (client) => {
          proxy.set('black-hole');
          await client.query('select 1');
        }),
    ],
  ];
  it.each(faults)('gives up on %s, and works when it is over', async (_what, work) => {
    const pool = createPool(throughProxy, quick);
    expect(isDatabaseUnavailable(await failureOf(work(pool)))).toBe(true);
    proxy.set('open');
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});

describe('inTransaction', () => {
  it('commits what is done, undoes what throws, and gives the connection back', async () => {
    const { pool } = database;
    await pool.query('create table t (id integer)');
    await inTransaction(pool, (client) => client.query('insert into t values (1)'));
    const failing = inTransaction(pool, async (client) => {
      await client.query('insert into t values (2)');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await pool.query('select id from t')).rows).toEqual([{ id: 1 }]);
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  it('hears at once that its connection is lost while it does something else', async () => {
    const pool = createPool(throughProxy, quick);
    const heard: Error[] = [];
    const work = inTransaction(
      pool,
      async () => {
        proxy.set('cut');
        while (heard.length === 0) await sleep(5);
      },
      (error) => heard.push(error),
    );
    expect(isDatabaseUnavailable(await failureOf(work))).toBe(true);
    proxy.set('open');
    await pool.end();
  });
});
