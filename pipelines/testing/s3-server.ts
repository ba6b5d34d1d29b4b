import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@eo/infra/testing/free-port.ts';

/** A server that speaks S3, with signatures checked, over a folder of this machine: versitygw. */
export interface S3Server {
  /** As `BACKUP_TO` names a bucket of it. */
  address: string;
  /** Where its objects lie. */
  folder: string;
  credentials: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
  close(): Promise<void>;
}

const program = 'versitygw';

/** Whether one can be started here; `REQUIRE_ALL=1` insists on it. */
export function hasS3(): boolean {
  const found = spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  if (!found && process.env.REQUIRE_ALL === '1')
    throw new Error(`REQUIRE_ALL=1, but ${program} is not on PATH.`);
  return found;
}

export async function startS3(bucket = 'backups'): Promise<S3Server> {
  const root = mkdtempSync(join(tmpdir(), 'eo-s3-'));
  const folder = join(root, 'data', bucket);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const credentials = { AWS_ACCESS_KEY_ID: 'drill', AWS_SECRET_ACCESS_KEY: 'only-for-this-test' };
  const child = spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', join(root, 'data')], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      ROOT_ACCESS_KEY: credentials.AWS_ACCESS_KEY_ID,
      ROOT_SECRET_KEY: credentials.AWS_SECRET_ACCESS_KEY,
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  return {
    address: `s3://${bucket}/eo?endpoint=${encodeURIComponent(endpoint)}`,
    folder,
    credentials,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt += 1) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${program} did not answer at ${endpoint} within 10 s.`);
}
