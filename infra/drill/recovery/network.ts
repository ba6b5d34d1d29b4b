import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProxyMode, startTcpProxy, type TcpProxy } from '@eo/app/cache/testing/tcp-proxy.ts';
import { freePort } from '../../testing/free-port.ts';
import { pidOf } from '../access.ts';
import type { RecoveryDrill } from './drill.ts';
import { answersWith200, type Patient, secondsUntil } from './patient.ts';
import { readThrough } from './read-through.ts';

/** Links between the API and what it needs, that fail in each of the ways in which links do. */

const minutes = 60;
/** By the names of Toxiproxy's users, and for how long; longer than anything is waited for, but for the restart. */
const faults: readonly { name: string; mode: ProxyMode; forMs: number }[] = [
  { name: 'down', mode: 'cut', forMs: 3_000 },
  { name: 'restarting', mode: 'cut', forMs: 500 },
  { name: 'a black hole', mode: 'black-hole', forMs: 3_000 },
  { name: 'late by 2 s', mode: 'latency', forMs: 3_000 },
  { name: 'reset', mode: 'reset', forMs: 3_000 },
  { name: 'a slow trickle', mode: 'slow-trickle', forMs: 3_000 },
];
const calmMs = 700;

/** An API beside that of the stack, whose way to its databases leads through links that can fail. */
interface LinkedApi {
  url: string;
  links: Record<'postgres' | 'redis', TcpProxy>;
  close(): Promise<void>;
}

/** It is started as the stack's own: the same program, arguments and settings, but for the addresses. */
async function openLinkedApi({ stack }: Patient): Promise<LinkedApi> {
  const pid = await pidOf(stack, 'backend');
  const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  const env = Object.fromEntries(
    variables.map((each) => [each.split('=', 1)[0], each.replace(/^[^=]*=/, '')]),
  );
  const database = new URL(env.DATABASE_URL);
  const cache = new URL(env.REDIS_URL);
  const links = {
    postgres: await startTcpProxy(Number(database.port)),
    redis: await startTcpProxy(Number(cache.port)),
  };
  database.port = String(links.postgres.port);
  cache.port = String(links.redis.port);
  const port = await freePort();
  const api = spawn(command, args, {
    cwd: readlinkSync(`/proc/${pid}/cwd`),
    env: { ...env, DATABASE_URL: database.href, REDIS_URL: cache.href, PORT: String(port) },
    stdio: 'ignore',
  });
  const close = async (): Promise<void> => {
    if (api.exitCode === null && api.kill('SIGKILL')) await once(api, 'exit');
    for (const link of Object.values(links)) await link.close();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await secondsUntil('An API beside', () => answersWith200(`${url}/readyz`));
  } catch (error) {
    await close();
    throw error;
  }
  return { url, links, close };
}

const linkFails = (
  dependency: keyof LinkedApi['links'],
  name: string,
  objective: RecoveryDrill['objective'],
): RecoveryDrill => ({
  name: `${dependency}-link-fails`,
  title: `The link to ${name} is ${faults.map((fault) => fault.name).join(', ')}, one after the other; prices are read all the time`,
  objective,
  async run(patient) {
    const { url, links, close } = await openLinkedApi(patient);
    const link = links[dependency];
    try {
      return await readThrough(patient, url, async () => {
        for (const { mode, forMs } of faults) {
          link.set(mode);
          await sleep(forMs);
          link.set('open');
          await sleep(calmMs);
        }
      });
    } finally {
      await close();
    }
  },
});

export const networkDrills: readonly RecoveryDrill[] = [
  linkFails('postgres', 'PostgreSQL', { rtoSeconds: 15 * minutes, rpoSeconds: 0 }),
  linkFails('redis', 'Redis', { rtoSeconds: 15 * minutes, rpoSeconds: 24 * 60 * minutes }),
];
