import { dirname, join } from 'node:path';
import type { ProcessSpec } from '../spec.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { ensureCluster, serverArguments } from './cluster.ts';
import { ensureDatabase } from './roles.ts';
import { serverUser } from './user.ts';

/** A PostgreSQL server of this machine with one database, a role that owns it and one for the application. */
export interface PostgresServer {
  name: string;
  port: number;
  /** Folder of the stack's data and logs. */
  dataRoot: string;
  dataDir: string;
  database: string;
  /** The application's, which owns nothing. */
  user: string;
  password: string;
  owner: string;
  ownerPassword: string;
  /** 50 when left out. */
  maxConnections?: number;
}

/**
 * Makes the data folder where there is none, has the server started, and makes database and roles. Data that is there
 * already stays.
 *
 * @param start starts the process, or leaves it when it runs as specified; resolves when it is healthy
 * @throws LocalError when there are no binaries, or the folder cannot be used
 */
export async function bringUpServer<Started>(
  server: PostgresServer,
  start: (spec: ProcessSpec) => Promise<Started>,
): Promise<{ url: string; ownerUrl: string; binaries: Binaries; spec: ProcessSpec; started: Started }> {
  const { dataRoot, dataDir } = server;
  const binaries = findBinaries(dataRoot);
  const runAs = serverUser();
  const superuserPassword = await ensureCluster({ dataDir, binaries, runAs });
  const spec = specOf(server, join(binaries.binDir, 'postgres'), runAs);
  const started = await start(spec);
  await ensureDatabase(server, superuserPassword);
  const url = urlOf(server, server.user, server.password);
  const ownerUrl = urlOf(server, server.owner, server.ownerPassword);
  return { url, ownerUrl, binaries, spec, started };
}

const urlOf = (
  { port, database }: Pick<PostgresServer, 'port' | 'database'>,
  role: string,
  password: string,
): string => `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

function specOf(server: PostgresServer, command: string, runAs: ProcessSpec['runAs']): ProcessSpec {
  const { name, port, dataDir, dataRoot, maxConnections = 50 } = server;
  return {
    name,
    command,
    args: serverArguments(dataDir, port, maxConnections),
    cwd: dirname(dataDir),
    env: { LC_ALL: 'C' },
    stdin: null,
    replicas: 1,
    port,
    health: { kind: 'tcp' },
    healthTimeoutSeconds: 60,
    memoryLimitMb: null,
    // Fast shutdown: open transactions are rolled back, everything acknowledged is on disk.
    stopSignal: 'SIGINT',
    stopTimeoutSeconds: 30,
    dependsOn: [],
    logFile: join(dataRoot, 'logs', `${name}.log`),
    runAs,
    revision: command,
  };
}
