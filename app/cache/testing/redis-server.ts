import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../infra/testing/free-port.ts';

/**
 * Whether there is a `redis-server` to test with; for `describe.skipIf(!hasRedis())`.
 *
 * @throws Error when there is none and REQUIRE_ALL=1, under which a skip is a failure
 */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.REQUIRE_ALL !== '1') return false;
    throw new Error('REQUIRE_ALL=1, but there is no redis-server on PATH. Install the package redis-server.');
  }
}

/** What a skipped test says in its name. */
export const needsRedis = '(needs redis-server on PATH)';

export interface RedisServer {
  url: string;
  port: number;
  /** Kills it, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis of the test's own on a free port of loopback, in a temporary folder, with nothing kept on disk. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-test-redis-'));
  const port = await freePort();
  let server = await start(port, folder);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    async restart() {
      server = await start(port, folder);
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(port: number, folder: string): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const probe = new Redis(port, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  probe.on('error', () => {});
  try {
    await Promise.race([probe.ping(), sleep(10_000, null, { ref: false }).then(() => Promise.reject(late))]);
    return server;
  } finally {
    probe.disconnect();
  }
}

const late = new Error('The Redis of the tests did not answer within 10 s.');
