import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastJobRuns } from '@eo/app/db/job-runs.ts';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '../infra/cli/drift.ts';
import { type Ran, runPipelineFile } from './testing/run.ts';

let database: TestDatabase;
let programs: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
  programs = mkdtempSync(join(tmpdir(), 'eo-programs-'));
});
afterAll(async () => {
  rmSync(programs, { recursive: true, force: true });
  await database.drop();
});

/** Runs it with an `npm` in front that prints a status instead of asking vendors, and ends with 1 as for drift. */
function check(stack: string, drift: DriftReport | null, complaint = ''): Promise<Ran> {
  const status = drift ? `  Web  https://x.example\n${JSON.stringify({ health: 'healthy', drift })}` : '';
  const npm = join(programs, 'npm');
  writeFileSync(
    npm,
    `#!/bin/sh\n[ "$*" = "run --silent status -- ${stack} --json" ] || exit 9\ncat <<'END'\n${status}\nEND\necho '${complaint}' >&2\nexit 1\n`,
  );
  chmodSync(npm, 0o755);
  const PATH = `${programs}:${process.env.PATH}`;
  return runPipelineFile('drift-check', [], { DATABASE_URL: database.url, STACK: stack, PATH });
}

describe('drift-check', () => {
  it('is content when nothing was changed', async () => {
    const { code, json } = await check('production', { found: [], text: '  drift: none' });
    expect(json.steps[0]).toMatchObject({ outcome: 'ok', detail: 'drift: none' });
    expect(code).toBe(0);
  }, 120_000);

  it('fails with everything that was changed, and the record of the run says so', async () => {
    const { code, json } = await check('production', {
      found: [
        { resource: 'backend', change: 'changed', properties: ['plan'] },
        { resource: 'redis', change: 'deleted', properties: [] },
      ],
      text: '  drift: backend was changed: plan\n  drift: redis was deleted',
    });
    expect(code).toBe(1);
    expect(json.steps[0]?.detail).toBe('drift: backend was changed: plan; drift: redis was deleted');
    const [run] = await lastJobRuns(database.pool, 1, 'drift-check');
    expect(run).toMatchObject({ outcome: 'failed', error: expect.stringContaining('redis was deleted') });
  }, 120_000);

  it('fails when it cannot be told, with the reason', async () => {
    const told = await check('staging', { found: null, text: '  drift: not known. Set RENDER_API_KEY.' });
    expect(told.json.steps[0]).toMatchObject({
      outcome: 'failed',
      detail: 'drift: not known. Set RENDER_API_KEY.',
    });
    const notUp = await check('staging', null, 'Stack staging is not up.');
    expect(notUp.json.steps[0]).toMatchObject({ outcome: 'failed', detail: 'Stack staging is not up.' });
  }, 120_000);

  it('has nothing to ask of a stack that is at no vendor', async () => {
    const { code, json, stderr } = await check('local', null);
    expect(stderr).toContain('local is at no vendor');
    expect([code, json.outcome]).toEqual([0, 'unchanged']);
  }, 120_000);
});
