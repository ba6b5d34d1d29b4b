import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDrills } from '@eo/app/db/drill-results.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPipelineFile } from './testing/run.ts';

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'eo drills '));
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function record(content: string) {
  const file = join(folder, 'results.json');
  writeFileSync(file, content);
  return runPipelineFile('record-drills', ['--results', file], { DATABASE_URL: database.url });
}
const result = (change: object = {}) => ({
  name: 'api-lost',
  title: 'The API is killed',
  pass: true,
  rtoSeconds: 2.5,
  rpoSeconds: 0,
  lostWrites: 0,
  evidence: '5 writes acknowledged',
  failures: [],
  ...change,
});

describe('record-drills', () => {
  it('stores the last run of each drill, and when it last passed', async () => {
    const refusal = result({ name: 'backup-damaged', rtoSeconds: null, rpoSeconds: null });
    expect((await record(JSON.stringify([result(), refusal]))).code).toBe(0);
    const [first] = await readDrills(database.pool);
    expect(first).toMatchObject({ drill: 'api-lost', passed: true, rtoSeconds: 2.5, rpoSeconds: 0 });
    const late = result({ pass: false, rtoSeconds: 901, failures: ['too late'] });
    await record(JSON.stringify([late]));
    expect(await readDrills(database.pool)).toMatchObject([
      {
        passed: false,
        rtoSeconds: 901,
        evidence: '5 writes acknowledged; too late',
        lastPassedAtMs: first?.lastPassedAtMs,
      },
      { drill: 'backup-damaged', rtoSeconds: null },
    ]);
  }, 60_000);

  it.each(['nonsense', '{}', JSON.stringify([{ name: 'api-lost' }])])(
    'refuses %s',
    async (content) => {
      const ran = await record(content);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toMatch(/results\.json holds no results of drills/);
    },
    60_000,
  );
});
