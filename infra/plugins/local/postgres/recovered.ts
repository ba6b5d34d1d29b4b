import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LocalError } from '../errors.ts';
import { findBinaries } from './binaries.ts';
import { whenEnded } from './ended.ts';
import { serverUser } from './user.ts';

/** A server on files that `wal-fetch` laid out, recovered to where they lead. */
export interface RecoveredServer {
  /** A connection string of a role and database as on the server that the files are of. */
  url(role: string, database: string): string;
  stop(): Promise<void>;
}

/** What is not recovered after so long never will be. */
const limitMs = 30 * 60_000;

/**
 * Starts a server that plays the log and then takes writes. It listens on a socket only, in a folder that nobody else may
 * enter, and asks for no password there: those of the day that the files are of may be known to nobody.
 *
 * @param folder as `wal-fetch` left it; root hands it over to the user that PostgreSQL runs as
 * @param dataRoot folder that PostgreSQL's binaries may be copied to
 * @throws LocalError saying why it could not be recovered
 */
export async function startRecovered(folder: string, dataRoot: string): Promise<RecoveredServer> {
  const { postgres } = JSON.parse(readFileSync(join(folder, 'laid-out.json'), 'utf8')) as {
    postgres: number;
  };
  const { binDir, version } = findBinaries(dataRoot);
  if (Number.parseInt(version, 10) !== postgres)
    throw new LocalError(
      `The files are of PostgreSQL ${postgres}, but ${version} was found. Install PostgreSQL ${postgres} first.`,
    );
  const socket = mkdtempSync(join(tmpdir(), 'eo-pg-'));
  writeFileSync(join(folder, 'pg_hba.conf'), 'local all all trust\n', { mode: 0o600 });
  const runAs = serverUser();
  if (runAs) for (const path of [socket, folder]) handOver(path, runAs);
  const logFile = join(folder, 'postgres.log');
  const log = openSync(logFile, 'a', 0o600);
  const server = spawn(join(binDir, 'postgres'), argumentsOf(folder, socket), {
    cwd: folder,
    env: { LC_ALL: 'C' },
    stdio: ['ignore', log, log],
    ...runAs,
  });
  closeSync(log);
  const ended = whenEnded(server);
  const url = (role: string, database: string): string =>
    `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socket)}`;
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
    rmSync(socket, { recursive: true, force: true });
  };
  try {
    const failed = ended.then((how) => {
      throw new LocalError(`PostgreSQL did not recover (${how}): ${lastWordsOf(logFile)}`);
    });
    await Promise.race([takesWrites(url('postgres', 'postgres'), ended), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

function argumentsOf(folder: string, socket: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    hba_file: join(folder, 'pg_hba.conf'),
    // Nobody reads before the end, and so it may be smaller than the server that the files are of.
    hot_standby: 'off',
    timezone: 'UTC',
  };
  return [
    '-D',
    join(folder, 'data'),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

function handOver(path: string, { uid, gid }: { uid: number; gid: number }): void {
  chownSync(path, uid, gid);
  for (const { parentPath, name } of readdirSync(path, { recursive: true, withFileTypes: true }))
    chownSync(join(parentPath, name), uid, gid);
}

async function takesWrites(url: string, ended: Promise<unknown>): Promise<void> {
  const deadline = Date.now() + limitMs;
  let goesOn = true;
  void ended.then(() => {
    goesOn = false;
  });
  while (goesOn) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // A role that the files do not know is told only once it takes connections.
      if ((error as { code?: string }).code === '28000') return;
      if (Date.now() > deadline)
        throw new LocalError(`PostgreSQL has not recovered after ${limitMs / 60_000} min.`);
      await sleep(100);
    }
  }
}

/** Of the log of a server that ended: why. */
function lastWordsOf(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const why = lines.findLast((text) => / (FATAL|PANIC): /.test(text));
  return why?.replace(/^.* (FATAL|PANIC): +/, '') ?? `see ${logFile}`;
}
