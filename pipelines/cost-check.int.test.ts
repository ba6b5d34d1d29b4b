import { lastJobRuns } from '@eo/app/db/job-runs.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPipelineFile } from './testing/run.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(() => database.drop());

const check = (stack: string, ...args: string[]) =>
  runPipelineFile('cost-check', args, { DATABASE_URL: database.url, STACK: stack });

describe('cost-check', () => {
  it('says what a stack costs with its database as it is', async () => {
    const { code, json } = await check('production');
    expect(code).toBe(0);
    expect(json.steps[0]?.detail).toMatch(
      /^\$18\.00 a month of \$50\.00, backend \$7\.00, redis \$10\.00, domain \$1\.00, database 0\.\d{3} GB/,
    );
  }, 120_000);

  it('fails over budget, and says so in the record of the run', async () => {
    expect((await check('production', '--budget', '17.99')).code).toBe(1);
    const [run] = await lastJobRuns(database.pool, 1, 'cost-check');
    expect(run).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('$18.00 a month of $17.99'),
    });
  }, 120_000);

  it('costs nothing where nothing is bought', async () => {
    expect((await check('local', '--budget', '0')).json.steps[0]?.detail).toMatch(
      /^\$0\.00 a month of \$0\.00/,
    );
  }, 120_000);

  it('has nothing to check of a stack with a name of its own', async () => {
    const { code, json, stderr } = await check('mine');
    expect(stderr).toContain('no plans of the stack mine');
    expect(code).toBe(0);
    expect(json).toMatchObject({ outcome: 'unchanged', steps: [] });
  }, 120_000);

  it('refuses a budget that is no amount', async () => {
    const ran = await check('local', '--budget', 'much');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('"much" is not an amount of USD.');
  }, 120_000);
});
