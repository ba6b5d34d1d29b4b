import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { startTcpProxy, type TcpProxy } from '@eo/app/cache/testing/tcp-proxy.ts';
import { freePort } from '../../testing/free-port.ts';
import { pidOf } from '../access.ts';
import { answersWith200, type Patient, secondsUntil } from './patient.ts';

/** An API beside that of the stack, whose way to its databases leads through links that can fail, and whose clock can be set. */
export interface ApiBeside {
  url: string;
  links: Record<'postgres' | 'redis', TcpProxy>;
  /** @param seconds how far its clock is to be ahead; negative is behind, 0 right */
  setClock(seconds: number): void;
  close(): Promise<void>;
}

/** Loaded before the program. */
const clock = new URL('./set-clock.mjs', import.meta.url).href;

/** It is started as the stack's own: the same program, arguments and settings, but for the addresses. */
export async function openApiBeside({ stack }: Patient): Promise<ApiBeside> {
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
  const api = spawn(command, ['--import', clock, ...args], {
    cwd: readlinkSync(`/proc/${pid}/cwd`),
    env: { ...env, DATABASE_URL: database.href, REDIS_URL: cache.href, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const close = async (): Promise<void> => {
    await killed(api);
    for (const link of Object.values(links)) await link.close();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await secondsUntil('An API beside', () => answersWith200(`${url}/readyz`));
  } catch (error) {
    await close();
    throw error;
  }
  return { url, links, setClock: (seconds) => void api.send({ clockAheadMs: seconds * 1000 }), close };
}

async function killed(api: ChildProcess): Promise<void> {
  if (api.exitCode === null && api.signalCode === null && api.kill('SIGKILL')) await once(api, 'exit');
}
