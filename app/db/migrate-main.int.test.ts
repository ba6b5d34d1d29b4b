import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const main = fileURLToPath(new URL('./migrate-main.ts', import.meta.url));

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function run(env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

it('lets four processes start at the same time: each ends well, one does the work', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, () => run({ DATABASE_URL: database.url })));
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(Array(4).fill({ code: 0, err: '' }));
  const lines = runs.flatMap(({ out }) => out.match(/applied 0001_.*$/gm) ?? []);
  expect(lines).toEqual(['applied 0001_prices_and_jobs.sql']);
});

it.each([
  ['without DATABASE_URL', {}, /DATABASE_URL is missing/],
  [
    'when nothing listens there, without showing the password',
    { DATABASE_URL: 'postgresql://eo:hunter2@127.0.0.1:1/eo' },
    /does not answer: .*ECONNREFUSED.*run this again/,
  ],
])('ends with 1 and says what to do %s', async (_when, env, advice) => {
  const { code, err } = await run(env as Record<string, string>);
  expect(code).toBe(1);
  expect(err).toMatch(advice);
  expect(err).not.toContain('hunter2');
});
