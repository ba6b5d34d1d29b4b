import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertAccount } from './accounts.ts';
import { migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const main = fileURLToPath(new URL('./role-main.ts', import.meta.url));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
  for (const name of ['anna', 'bert'])
    await insertAccount(database.pool, { id: randomUUID(), email: `${name}@example.org`, passwordHash: 'x' });
});
afterAll(() => database.drop());

function give(...args: string[]): { code: number | null; said: string } {
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: status, said: `${stdout}${stderr}`.trim() };
}

it('makes the first admin, and never takes the last one away', async () => {
  expect(give('Anna@example.org', 'admin')).toEqual({
    code: 0,
    said: 'anna@example.org is admin now, was user. Open sessions notice within 30 seconds.',
  });
  expect(give('anna@example.org', 'admin').said).toBe('anna@example.org is admin already.');
  expect(give('anna@example.org', 'user')).toEqual({
    code: 1,
    said: 'anna@example.org is the last admin. Make somebody else one first.',
  });
  give('bert@example.org', 'admin');
  expect(give('anna@example.org', 'operator').code).toBe(0);
});

it('names what is wrong and what to do', () => {
  expect(give('carla@example.org', 'admin')).toEqual({
    code: 1,
    said: 'There is no account carla@example.org. Register it on the web app first.',
  });
  expect(give('anna@example.org', 'king')).toEqual({
    code: 1,
    said: '"king" is no role. Roles: user, operator, admin.',
  });
});
