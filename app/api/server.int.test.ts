import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, startRedis } from '../cache/testing/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '../cache/testing/tcp-proxy.ts';
import type { TestDatabase } from '../db/testing.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { energyChartsAnswer, startLoopback } from '../feeds/testing.ts';
import { apiKey, createMigratedDatabase, createTestApi, signingKey } from './testing/api.ts';

const server = fileURLToPath(new URL('./server.ts', import.meta.url));

interface Running {
  child: ChildProcess;
  url: string;
  output: () => string;
  exited: Promise<unknown[]>;
}

let database: TestDatabase;
let proxy: TcpProxy;
let throughProxy: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await createMigratedDatabase();
  const url = new URL(database.url);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  throughProxy = url.href;
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  proxy.set('open');
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

const complete = (): Record<string, string> => ({
  DATABASE_URL: throughProxy,
  INTERNAL_API_KEY: apiKey,
  JWT_SIGNING_KEY: signingKey,
  FEEDS: 'simulated',
  DEFAULT_ZONE: 'SE3',
  PORT: '0',
});

function launch(env: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
  exited: Promise<unknown[]>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', server], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  return { child, output: () => text, exited: once(child, 'exit') };
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  const { child, output, exited } = launch({ ...complete(), ...env });
  await expect.poll(output, { timeout: 15_000 }).toMatch(/listening at (http:\/\/127\.0\.0\.1:\d+)/);
  return { child, output, exited, url: /listening at (http:\/\/[\d.:]+)/.exec(output())?.[1] ?? '' };
}

const statusOf = (url: string): Promise<number> => fetch(url).then((response) => response.status);

describe('the API as a process', () => {
  it('starts, refreshes the default zone, and ends with 0 on SIGTERM', async () => {
    const { child, url, exited } = await start();
    const current = `${url}/api/v1/prices/current?zone=SE3`;
    await expect.poll(() => statusOf(current), { timeout: 10_000 }).toBe(200);
    expect(await statusOf(`${url}/docs`)).toBe(404);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('finishes requests under way on SIGTERM, and takes no new ones', async () => {
    const zone = zoneNamed('SE4');
    let answerFeed = (): void => {};
    const feed = await startLoopback((asked, response) => {
      const day = new URL(asked.url ?? '', 'http://x').searchParams.get('end') ?? '';
      answerFeed = () =>
        response.end(JSON.stringify(energyChartsAnswer(zone, [dayWith(zone, day, () => 5)])));
    });
    const { child, url, exited, output } = await start({
      FEEDS: 'energy-charts',
      ENERGY_CHARTS_URL: feed.url,
      REFRESH_INTERVAL_SECONDS: '0',
    });
    const answered = new Promise<[number | undefined, string]>((resolve, reject) => {
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
      const call = request(`${url}/api/v1/prices/refresh`, { method: 'POST', headers }, async (response) => {
        resolve([response.statusCode, (await response.toArray()).join('')]);
      });
      call.on('error', reject).end('{"zones":["SE4"]}');
    });
    await expect.poll(() => feed.requests.length).toBe(1);
    child.kill('SIGTERM');
    await expect.poll(output).toContain('stopping');
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    answerFeed();
    const [status, body] = await answered;
    expect([status, JSON.parse(body).results[0].outcome]).toEqual([200, 'updated']);
    expect(await exited).toEqual([0, null]);
    await feed.close();
  });

  it('answers what a proxy sends before it learns that the API stops', async () => {
    const { app, close } = await createTestApi(database.url);
    let url = '';
    let status: number | undefined;
    // Here Fastify counts as closing, and its listener is open still.
    app.addHook('preClose', async () => {
      status = await statusOf(`${url}/healthz`);
    });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    await close();
    expect(status).toBe(200);
  });

  it('ends at once on SIGTERM although its own refresh waits for a feed', async () => {
    const feed = await startLoopback(() => {});
    const { child, exited } = await start({
      FEEDS: 'energy-charts',
      ENERGY_CHARTS_URL: feed.url,
      DEFAULT_ZONE: 'AT',
    });
    await expect.poll(() => feed.requests.length).toBeGreaterThan(0);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await feed.close();
  });

  it('outlives PostgreSQL: 503 while it is away, and back by itself', async () => {
    const { child, url } = await start({ REFRESH_INTERVAL_SECONDS: '1' });
    await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 10_000 }).toBe(200);
    for (const mode of ['cut', 'black-hole'] as const) {
      proxy.set(mode);
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 10_000 }).toBe(503);
      expect(await statusOf(`${url}/healthz`)).toBe(200);
      proxy.set('open');
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 10_000 }).toBe(200);
    }
    expect(child.exitCode).toBeNull();
  });

  it('starts while PostgreSQL and Redis are away', async () => {
    proxy.set('cut');
    const { url } = await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await statusOf(`${url}/healthz`)).toBe(200);
    expect(await statusOf(`${url}/readyz`)).toBe(503);
    proxy.set('open');
    await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 10_000 }).toBe(200);
  });

  it.skipIf(!hasRedis())(`outlives Redis being killed ${needsRedis}`, async () => {
    const redis = await startRedis();
    const { url } = await start({ REDIS_URL: redis.url });
    const state = () =>
      fetch(`${url}/readyz`).then(async (response) => ((await response.json()) as { status: string }).status);
    await expect.poll(state, { timeout: 10_000 }).toBe('ready');
    await redis.kill();
    await expect.poll(state, { timeout: 10_000 }).toBe('degraded');
    expect(await statusOf(`${url}/api/v1/prices/current?zone=SE3`)).toBe(200);
    await redis.restart();
    await expect.poll(state, { timeout: 10_000 }).toBe('ready');
    await redis.close();
  });

  const wrong: [what: string, env: Record<string, string>, advice: RegExp][] = [
    ['without its settings', { INTERNAL_API_KEY: '' }, /INTERNAL_API_KEY is missing/],
    ['with a short key', { INTERNAL_API_KEY: 'short' }, /INTERNAL_API_KEY must not have fewer than 16/],
    ['with a feed that does not exist', { FEEDS: 'oracle' }, /oracle, which is not known/],
    ['with replay but no folder', { FEEDS: 'replay' }, /REPLAY_DIR is not set/],
  ];
  it.each(wrong)('does not start %s, and says why', async (_what, env, advice) => {
    const { output, exited } = launch({ ...complete(), ...env });
    expect(await exited).toEqual([1, null]);
    expect(output()).toMatch(advice);
    expect(output()).not.toContain(database.url);
  });

  it('does not start on a port that is taken, and says so', async () => {
    const { url } = await start();
    const { output, exited } = launch({ ...complete(), PORT: new URL(url).port });
    expect(await exited).toEqual([1, null]);
    expect(output()).toMatch(/Port \d+ is taken by another program/);
  });
});
