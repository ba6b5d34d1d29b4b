import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PricesResponse } from '@eo/app/contract/http.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../../web/testing/chromium.ts';
import type { StackOutputs } from '../outputs.ts';
import type { ProcessStatus } from '../plugins/local/spec.ts';
import { connectSupervisor } from '../plugins/local/supervisor/client.ts';
import { fileBackend } from '../toolchain/environment.ts';
import { projectDir } from '../toolchain/project.ts';
import {
  createTestStack,
  eventually,
  execute,
  lastJson,
  processesNaming,
  succeeded,
  type TestStack,
  type UpResult,
} from './kit.ts';
import { writeRecordedDays } from './recorded-days.ts';

/** The life of a `local` stack through the commands that people type; the tests build on each other. */
describe('a local stack', () => {
  let recorded: string;
  let stack: TestStack;
  let first: UpResult;
  let outputs: StackOutputs;

  beforeAll(async () => {
    recorded = writeRecordedDays(mkdtempSync(join(tmpdir(), 'eo-recorded-')), 'SE3');
    stack = await createTestStack({
      'prices:feeds': 'replay,simulated',
      'prices:replayDir': recorded,
      'prices:defaultZone': 'SE3',
    });
    first = await stack.up();
    outputs = await stack.outputs();
  });
  afterAll(async () => {
    await stack?.remove();
    rmSync(recorded, { recursive: true, force: true });
    if (stack) expect(await processesNaming(stack.folder)).toEqual([]);
  });

  it('comes up healthy by one command', () => {
    expect(first.health).toBe('healthy');
    expect(first.changes).toMatchObject({ update: 0, replace: 0, delete: 0 });
    expect(first.changes.create).toBeGreaterThan(8);
  });

  it('has every output of the contract, the secret ones only on demand', async () => {
    const open = [
      'backupTo',
      'webUrl',
      'apiUrl',
      'prometheusUrl',
      'grafanaUrl',
      'services',
      'schedules',
      'cost',
      'warnings',
    ];
    const secret = ['databaseUrl', 'ownerDatabaseUrl', 'redisUrl', 'internalApiKey', 'backupKey'] as const;
    expect(Object.keys(outputs).sort()).toEqual([...open, ...secret].sort());
    const { stdout } = succeeded(await stack.run('status', ['--json']));
    for (const name of secret) if (outputs[name]) expect(stdout).not.toContain(outputs[name]);
    const state = readFileSync(await stateFile(stack), 'utf8');
    expect(state).not.toContain(outputs.internalApiKey);
    expect(state).not.toContain(new URL(outputs.databaseUrl ?? '').password);
  });

  it('gives the API a role that owns nothing, and not the password of the one that does', async () => {
    const client = new pg.Client(outputs.databaseUrl ?? '');
    await client.connect();
    const { rows } = await client.query(
      `select rolsuper, rolcreaterole, rolcreatedb,
         (select count(*)::int from pg_class where relowner = oid) as owned from pg_roles where rolname = current_user`,
    );
    await client.end();
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, owned: 0 }]);
    const { pid } = await processOf(stack, 'backend');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('DATABASE_URL=');
    expect(environment).not.toContain('electricity_owner');
  });

  it('serves the web app compressed with security headers, and recorded prices below it', async () => {
    const page = await fetch(outputs.webUrl ?? '', { headers: { 'accept-encoding': 'br' } });
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const current = await (await fetch(`${outputs.webUrl}/api/v1/prices/current?zone=SE3`)).json();
    expect(current).toMatchObject({
      zone: 'SE3',
      currency: 'EUR',
      source: { feed: 'replay', simulated: true },
    });
  });

  it('loads recorded years by a pipeline; the days of the clock changes have 100 and 92 quarters', async () => {
    await stack.syncRecorded('SE3', recorded);
    for (const [day, count] of [
      ['2025-10-26', 100],
      ['2026-03-29', 92],
      ['2026-03-30', 96],
    ] as const) {
      const answer = await fetch(`${outputs.apiUrl}/api/v1/prices?zone=SE3&from=${day}`);
      const { slots } = (await answer.json()) as PricesResponse;
      expect(slots, day).toHaveLength(count);
    }
  });

  it.skipIf(!findChromium() && !process.env.REQUIRE_ALL)(
    'draws the days of the clock changes in a real browser, without an error or a breach of its policy',
    async () => {
      const browser = await launchChromium(findChromium() ?? 'chromium');
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      try {
        for (const [day, count] of [
          ['2025-10-26', 100],
          ['2026-03-29', 92],
        ] as const) {
          await page.goto(`${outputs.webUrl}/?zone=SE3&day=${day}`);
          await page.locator('canvas').waitFor();
          await page.getByText('Show as table').click();
          await expect.poll(() => page.locator('tr.slot').count(), { timeout: 10_000 }).toBe(count);
        }
      } finally {
        await browser.close();
      }
      expect(complaints).toEqual([]);
    },
  );

  it('plans a battery, in the thread beside the API', async () => {
    const battery = { id: 'battery', capacityKwh: 10, socPercent: 30, chargeKw: 5, dischargeKw: 5 };
    const answer = await fetch(`${outputs.webUrl}/api/v1/plans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ zone: 'SE3', household: { baseLoadKw: 1 }, devices: { batteries: [battery] } }),
    });
    expect(await answer.json()).toMatchObject({ zone: 'SE3', method: 'milp', simulated: true });
  });

  it.skipIf(!findChromium() && !process.env.REQUIRE_ALL)(
    'tells a guest in a real browser when to start the dishwasher',
    async () => {
      const browser = await launchChromium(findChromium() ?? 'chromium');
      try {
        const page = await browser.newPage();
        await page.goto(`${outputs.webUrl}/plan?zone=SE3&device=dishwasher&by=any`);
        await page.getByText(/^Start (at|now)/).waitFor();
        await page.getByText(/^(Certain|Likely|Not sure): /).waitFor();
        await page.getByText('simulated prices').waitFor();
      } finally {
        await browser.close();
      }
    },
  );

  it.each(['backend', 'scheduler', 'frontend', 'redis'])('has %s back after kill -9', async (name) => {
    const before = await processOf(stack, name);
    process.kill(before.pid, 'SIGKILL');
    const after = await eventually(`${name} is back`, async () => {
      const now = await processOf(stack, name);
      return now.pid !== before.pid && now.state === 'healthy' && now;
    });
    expect(after.restarts).toBeGreaterThan(before.restarts);
  });

  it('loses no acknowledged write when PostgreSQL is killed, and the API recovers alone', async () => {
    const writer = await startWriter(outputs.ownerDatabaseUrl ?? '');
    const api = await processOf(stack, 'backend');
    await eventually('some writes', async () => writer.acknowledged.length > 20);
    const before = await processOf(stack, 'postgres');
    process.kill(before.pid, 'SIGKILL');
    const atKill = writer.acknowledged.length;
    await eventually('writes go on', async () => writer.acknowledged.length > atKill + 20, 60);
    const acknowledged = await writer.stop();
    expect(await writtenIn(outputs.ownerDatabaseUrl ?? '')).toEqual(expect.arrayContaining(acknowledged));
    await eventually('the API is ready', async () => (await fetch(`${outputs.apiUrl}/readyz`)).ok);
    expect((await processOf(stack, 'backend')).pid).toBe(api.pid);
    expect((await processOf(stack, 'postgres')).pid).not.toBe(before.pid);
  });

  it('goes on without the supervisor, and has it back', async () => {
    const before = await processOf(stack, 'backend');
    const { pid } = JSON.parse(readFileSync(`${stack.folder}/data/supervisor/pid`, 'utf8'));
    process.kill(pid, 'SIGKILL');
    await eventually('another supervisor', async () => {
      const found = JSON.parse(readFileSync(`${stack.folder}/data/supervisor/pid`, 'utf8'));
      return found.pid !== pid && (await connectSupervisor(`${stack.folder}/data`).list()).length > 0;
    });
    expect((await processOf(stack, 'backend')).pid).toBe(before.pid);
  });

  it('changes nothing when brought up a second time', async () => {
    const { changes } = await stack.up();
    expect(changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });

  it('repairs by `up` what was stopped behind its back', async () => {
    await connectSupervisor(`${stack.folder}/data`).remove('frontend');
    const { changes, health } = await stack.up();
    expect(changes).toMatchObject({ create: 0, update: 1, replace: 0, delete: 0 });
    expect(health).toBe('healthy');
  });

  it('refuses a wrong passphrase in one sentence', async () => {
    const ran = await stack.run('up', [], { PULUMI_CONFIG_PASSPHRASE: 'another' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`The passphrase does not open the state of stack ${stack.name}`);
  });

  it('is taken over while it runs, when state, configuration and passphrase are lost', async () => {
    const { backupTo, backupKey, webUrl } = await stack.outputs();
    const key = join(stack.folder, 'key.txt');
    writeFileSync(key, `${backupKey}\n`);
    const configOf = (given: NodeJS.ProcessEnv, ...args: string[]) =>
      execute('npx', ['pulumi', 'config', ...args, '-s', stack.name], given);
    succeeded(await configOf(stack.env, 'set', '--secret', 'notes:door', "it's = 1234"));
    const keep = ['run', '--silent', 'state', '--', 'keep', stack.name];
    succeeded(await execute('npm', keep, stack.env));
    const config = join(projectDir, `Pulumi.${stack.name}.yaml`);
    renameSync(config, join(stack.folder, 'config.yaml'));
    mkdirSync(join(stack.folder, 'new state'));
    const env = {
      ...stack.env,
      PULUMI_BACKEND_URL: fileBackend(join(stack.folder, 'new state')),
      PULUMI_CONFIG_PASSPHRASE: 'a new one',
    };
    const state = (what: string, ...args: string[]) =>
      execute('npm', ['run', '--silent', 'state', '--', what, stack.name, ...args], env);
    const at = ['--from', backupTo ?? '', '--backup-key-file', key];
    try {
      expect((await state('restore')).stderr).toContain('Where are the backups, and what opens them?');
      expect((await state('restore', ...at, '--at', '2020-01-01')).stderr).toContain(
        'no state 2020-01-01 of',
      );
      const [newest] = succeeded(await state('list', ...at))
        .stdout.trim()
        .split('\n')
        .slice(-1);
      const restored = succeeded(await state('restore', ...at));
      expect(restored.stderr).toContain(`is as it was kept at ${newest}`);
      expect((await configOf(env, 'get', 'notes:door')).stdout.trim()).toBe("it's = 1234");
      expect(readFileSync(config, 'utf8')).toMatch(/notes:door:\n +secure: /);
      const second = await state('restore', ...at);
      expect([second.code, second.stderr]).toEqual([
        1,
        expect.stringContaining('its state was left as it is'),
      ]);
      const { changes, webUrl: now } = lastJson<UpResult>(succeeded(await stack.run('up', ['--json'], env)));
      expect(changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
      expect(now).toBe(webUrl);
    } finally {
      renameSync(join(stack.folder, 'config.yaml'), config);
    }
  });

  it('leaves no process when taken down, and comes up again with its data', async () => {
    const before = await writtenIn(outputs.ownerDatabaseUrl ?? '');
    succeeded(await stack.run('down'));
    await sleep(500);
    expect(await processesNaming(stack.folder)).toEqual([]);
    const again = await stack.up();
    expect(again.health).toBe('healthy');
    expect(await writtenIn((await stack.outputs()).ownerDatabaseUrl ?? '')).toEqual(before);
  });
});

async function processOf(stack: TestStack, name: string) {
  const list: ProcessStatus[] = await connectSupervisor(`${stack.folder}/data`).list();
  const found = list.find((candidate) => candidate.name === name);
  const [replica] = found?.replicas ?? [];
  return { state: found?.state, pid: replica?.pid ?? 0, restarts: replica?.restarts ?? 0 };
}

async function stateFile({ folder, name }: TestStack): Promise<string> {
  return `${folder}/state/.pulumi/stacks/electricity-optimizer/${name}.json`;
}

/** Writes one row after the other and remembers those that were acknowledged. */
async function startWriter(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 1_000 });
  pool.on('error', () => {});
  await pool.query('create table if not exists e2e_writes (n int primary key)');
  const acknowledged: number[] = [];
  let going = true;
  const loop = (async () => {
    for (let n = 1; going; n += 1) {
      await pool
        .query('insert into e2e_writes values ($1)', [n])
        .then(() => acknowledged.push(n))
        .catch(() => sleep(20));
    }
  })();
  const stop = async (): Promise<number[]> => {
    going = false;
    await loop;
    await pool.end();
    return acknowledged;
  };
  return { acknowledged, stop };
}

async function writtenIn(url: string): Promise<number[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('select n from e2e_writes order by n');
  await client.end();
  return rows.map(({ n }) => n);
}
