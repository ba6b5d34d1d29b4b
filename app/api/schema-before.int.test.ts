import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { letApplicationIn } from '../db/app-role.ts';
import { migrate } from '../db/migrate.ts';
import type { Database } from '../db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../db/testing.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { createAccount } from './testing/accounts.ts';
import { createTestApi, storeDays } from './testing/api.ts';

const folder = fileURLToPath(new URL('../db/migrations', import.meta.url));
/** Before this one nobody has to go back: 0006 is the first whose deploys are rolled. */
const steps = readdirSync(folder)
  .sort()
  .map((name, index, names) => ({ name, before: names[index - 1] }))
  .filter(({ name }) => name >= '0006');
/** What asks for something that a migration brings, so that it has to wait for it. */
const waiting: Readonly<Record<string, string>> = { '0006_price_alerts.sql': '/api/v1/account/export' };
const zone = zoneNamed('SE3');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** What a statement of the version before may rely on. */
async function columnsOf(db: Database): Promise<Map<string, { type: string; optional: boolean }>> {
  const { rows } = await db.query<{ column: string; type: string; optional: boolean }>(
    `select table_name || '.' || column_name as column, udt_name as type,
       is_nullable = 'YES' or column_default is not null or is_identity = 'YES' as optional
     from information_schema.columns where table_schema = 'public'`,
  );
  return new Map(rows.map(({ column, type, optional }) => [column, { type, optional }]));
}

/** What may refuse a row that was fine before. */
async function constraintsOf(db: Database): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string; table: string }>(
    `select conname as name, conrelid::regclass::text as table from pg_constraint
     where connamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ name, table }) => [`${table} ${name}`, table]));
}

describe.each(steps)('while $name is rolled out', ({ name, before }) => {
  it('the version before finds every column, and every row it writes is taken', async () => {
    await migrate(database.pool, folder, before);
    const [columns, constraints] = [await columnsOf(database.pool), await constraintsOf(database.pool)];
    const tables = new Set([...columns.keys()].map((column) => column.split('.')[0]));
    await migrate(database.pool, folder, name);
    const after = await columnsOf(database.pool);
    for (const [column, shape] of columns) expect([column, after.get(column)]).toEqual([column, shape]);
    const added = [...after].filter(([column]) => !columns.has(column) && tables.has(column.split('.')[0]));
    expect(added.filter(([, { optional }]) => !optional)).toEqual([]);
    const stricter = [...(await constraintsOf(database.pool))].filter(
      ([constraint, table]) => !constraints.has(constraint) && tables.has(table),
    );
    expect(stricter).toEqual([]);
  });

  it('this version serves with the schema before, and says what has to wait', async () => {
    await migrate(database.pool, folder, before);
    await letApplicationIn(database.pool, database.appUrl);
    await storeDays(database, zone, [dayWith(zone, '2026-01-15', () => 40)]);
    const api = await createTestApi(database.appUrl, { now: () => Date.parse('2026-01-15T11:00:00Z') });
    for (const path of [
      '/readyz',
      '/api/v1/zones',
      '/api/v1/prices/current?zone=SE3',
      '/api/v1/tariffs',
      '/api/v1/forecasts?zone=SE3',
    ])
      await api.get(path);
    const account = await createAccount(api);
    expect((await account.as({ url: '/api/v1/account/sessions' })).statusCode).toBe(200);
    const url = waiting[name] ?? '/api/v1/account';
    const answer = await account.as({ url });
    expect(answer.statusCode).toBe(waiting[name] ? 503 : 200);
    if (waiting[name]) expect(answer.headers['retry-after']).toBe('5');

    await migrate(database.pool, folder, name);
    await letApplicationIn(database.pool, database.appUrl);
    expect((await account.as({ url })).statusCode).toBe(200);
    await api.close();
  });
});
