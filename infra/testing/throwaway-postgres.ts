import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../plugins/local/postgres/binaries.ts';
import { ensureCluster, serverArguments, superuser } from '../plugins/local/postgres/cluster.ts';
import { whenEnded } from '../plugins/local/postgres/ended.ts';
import { connectAsSuperuser } from '../plugins/local/postgres/roles.ts';
import { serverUser } from '../plugins/local/postgres/user.ts';
import { freePort } from './free-port.ts';

export interface ThrowawayPostgres {
  /** Connection string of the superuser. */
  url: string;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own on a free port of loopback, in a temporary folder, without waiting for the disk: fast,
 * and nothing is left of it after `stop`.
 */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-test-postgres-'));
  chmodSync(folder, 0o755); // The unprivileged user that runs the server when root tests must get in.
  try {
    return await startIn(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string): Promise<ThrowawayPostgres> {
  const dataDir = join(folder, 'data');
  const logFile = join(folder, 'postgres.log');
  const runAs = serverUser();
  const binaries = findBinaries(folder);
  const password = await ensureCluster({ dataDir, binaries, runAs });
  const port = await freePort();
  const careless = ['fsync', 'synchronous_commit', 'full_page_writes'].flatMap((name) => [
    '-c',
    `${name}=off`,
  ]);
  const log = openSync(logFile, 'a', 0o600);
  const server = spawn(
    join(binaries.binDir, 'postgres'),
    [...serverArguments(dataDir, port, 100), ...careless],
    { cwd: folder, stdio: ['ignore', log, log], ...runAs },
  );
  closeSync(log);
  const ended = whenEnded(server);
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const failed = ended.then((how) => {
      throw new Error(`PostgreSQL of the tests ended with ${how}:\n${readFileSync(logFile, 'utf8')}`);
    });
    const client = await Promise.race([connectAsSuperuser(port, password), failed]);
    await client.end();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`, stop };
}
