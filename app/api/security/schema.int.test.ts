import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { addDays, daysBetween, marketDayOf } from '../../domain/market-day.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import { createAccount, MailBox } from '../testing/accounts.ts';
import { apiKey, createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../testing/api.ts';

/** Where `.ci/run` puts it; one on the PATH comes first. */
const places = [
  ...(process.env.PATH ?? '').split(delimiter),
  join(homedir(), '.cache/eo-tools/schemathesis/bin'),
];
const schemathesis = places.map((place) => join(place, 'schemathesis')).find(existsSync);
/** A choice of the tool's random cases that is the same in every run. */
const seed = '20261127';
const leastCases = 2_000;

let database: TestDatabase;
let api: TestApi;
let base: string;
let token: string;
let folder: string;
beforeAll(async () => {
  database = await createMigratedDatabase();
  const zone = zoneNamed('SE3');
  const today = marketDayOf(Date.now(), zone.marketTimeZone);
  const days = daysBetween(addDays(today, -70), addDays(today, 2));
  await storeDays(
    database,
    zone,
    days.map((day) => dayWith(zone, day, (index) => 50 + (index % 24))),
  );
  api = await createTestApi(database.url, {
    docs: true,
    mailer: new MailBox(),
    env: { RATE_LIMIT_PER_MINUTE: '1000000' },
  });
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
  token = (await createAccount(api, 'admin')).accessToken;
  folder = mkdtempSync(join(tmpdir(), 'eo-schemathesis-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.close();
  await database.drop();
});

describe('the contract of the API', () => {
  it.skipIf(!schemathesis)(
    'is kept by every answer to what schemathesis makes up of it, valid and not (ASVS V4.1, V2.2)',
    { timeout: 600_000, retry: 0 },
    async () => {
      const ran = await run([
        ...['--config-file', fileURLToPath(new URL('./schemathesis.toml', import.meta.url))],
        ...['run', `${base}/docs/json`, '--url', base],
        ...['--header', `Authorization: Bearer ${token}`],
        // They end the very session that the rest is asked with.
        ...['--exclude-path', '/api/v1/auth/logout', '--exclude-path', '/api/v1/account/sessions/{id}'],
        ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '40', '--seed', seed],
        ...['--request-timeout', '30', '--continue-on-failure'],
      ]);
      expect(ran.code, ran.output).toBe(0);
      const cases = Number(/(\d[\d,]*) generated/.exec(ran.output)?.[1]?.replaceAll(',', '') ?? 0);
      expect(cases, ran.output).toBeGreaterThanOrEqual(leastCases);
    },
  );
});

function run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(schemathesis ?? 'schemathesis', args, {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', INTERNAL_API_KEY: apiKey },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
