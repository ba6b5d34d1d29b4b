import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { impassableFolder } from '../data-root.ts';
import { explain, LocalError } from '../errors.ts';
import type { Binaries } from './binaries.ts';

export const superuser = 'postgres';

interface ClusterOptions {
  dataDir: string;
  binaries: Binaries;
  runAs: { uid: number; gid: number } | null;
}

/**
 * Makes the data folder of a server when it is not there yet: scram passwords, checksums, UTF-8. It is made aside
 * and renamed, so that an interrupted `initdb` leaves nothing half made.
 *
 * @returns the superuser's password, kept in a file (0600) beside the data folder
 * @throws LocalError when the folder holds another major version, or cannot be written
 */
export async function ensureCluster({ dataDir, binaries, runAs }: ClusterOptions): Promise<string> {
  const passwordFile = `${dataDir}.superuser`;
  try {
    mkdirSync(dirname(dataDir), { recursive: true, mode: 0o755 });
    if (runAs) assertPassable(dirname(dataDir));
    if (existsSync(join(dataDir, 'PG_VERSION'))) {
      assertSameMajor(dataDir, binaries);
      return readFileSync(passwordFile, 'utf8');
    }
    assertAbsentOrEmpty(dataDir);
    const password = randomBytes(24).toString('base64url');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    await initialise(dataDir, password, binaries, runAs);
    return password;
  } catch (error) {
    throw explain(error, `Making the PostgreSQL data folder ${dataDir}`);
  }
}

/**
 * What tells the data of one server from that of any other: the number that `initdb` gave it, the first of its control file
 * (https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_control.h).
 */
export function clusterId(dataDir: string): string {
  return readFileSync(join(dataDir, 'global', 'pg_control'))
    .readBigUInt64LE()
    .toString();
}

async function initialise(
  dataDir: string,
  password: string,
  binaries: Binaries,
  runAs: ClusterOptions['runAs'],
): Promise<void> {
  const aside = `${dataDir}.new`;
  const passwordCopy = join(aside, 'password');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(join(aside, 'data'), { recursive: true, mode: 0o700 });
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (runAs)
    for (const path of [aside, join(aside, 'data'), passwordCopy]) chownSync(path, runAs.uid, runAs.gid);
  const args = ['-D', join(aside, 'data'), '-U', superuser, '-A', 'scram-sha-256', '--pwfile', passwordCopy];
  const format = ['-k', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  try {
    await promisify(execFile)(join(binaries.binDir, 'initdb'), [...args, ...format], {
      cwd: aside,
      ...runAs,
    });
    renameSync(join(aside, 'data'), dataDir);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason =
      stderr
        ?.trim()
        .split('\n')
        .find((line) => /error/i.test(line)) ?? (error as Error).message;
    if (/no space left/i.test(reason))
      throw Object.assign(new Error(reason), { code: 'ENOSPC', path: dataDir });
    throw new LocalError(`initdb could not make ${dataDir}: ${reason}`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses root, so root starts it as another user, who must get to the data. */
function assertPassable(folder: string): void {
  const blocked = impassableFolder(folder);
  if (!blocked) return;
  throw new LocalError(
    `PostgreSQL does not run as root, and the user it runs as may not pass through ${blocked}. ` +
      `Let others pass (chmod o+x ${blocked}), or choose another folder: npx pulumi config set dataDir <folder>`,
  );
}

function assertSameMajor(dataDir: string, { version }: Binaries): void {
  const made = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (made === String(Number.parseInt(version, 10))) return;
  throw new LocalError(
    `${dataDir} was made by PostgreSQL ${made}, but ${version} was found. ` +
      `Install PostgreSQL ${made}, or start over without the data: npm run down -- --purge`,
  );
}

function assertAbsentOrEmpty(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  if (!statSync(dataDir).isDirectory() || readdirSync(dataDir).length > 0) {
    throw new LocalError(
      `${dataDir} is not empty and holds no PostgreSQL data. Move it away, then run it again.`,
    );
  }
  rmSync(dataDir, { recursive: true });
}

/** Settings of the server: loopback only, no socket file, small, safe. */
export function serverArguments(dataDir: string, port: number, maxConnections: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: '64MB',
    password_encryption: 'scram-sha-256',
    // What is kept for the archive of the log, when nobody fetches it.
    max_slot_wal_keep_size: '1GB',
    log_min_messages: 'warning',
    timezone: 'UTC',
  };
  return [
    '-D',
    dataDir,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
