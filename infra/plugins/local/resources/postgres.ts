import { dirname, join } from 'node:path';
import { findBinaries } from '../postgres/binaries.ts';
import { ensureCluster, serverArguments } from '../postgres/cluster.ts';
import { ensureApplication } from '../postgres/roles.ts';
import { serverUser } from '../postgres/user.ts';
import { type ProcessSpec, specHash } from '../spec.ts';
import { ensureSupervisor } from '../supervisor/client.ts';
import { checkFields, type ResourceKind, type Values } from './kind.ts';
import { removeIfSupervised, statusOf } from './process.ts';

interface PostgresInputs {
  name: string;
  port: number;
  dataRoot: string;
  dataDir: string;
  database: string;
  user: string;
  password: string;
  maxConnections?: number;
}

/**
 * A PostgreSQL server of this machine with one database and one role for the application. Deleting it stops the
 * server and keeps the data; made again on the same folder it has its data back.
 */
export const postgres: ResourceKind = {
  secrets: ['password', 'url'],
  check: (inputs) =>
    checkFields(inputs, ['name', 'dataRoot', 'dataDir', 'database', 'user', 'password'], {
      port: { min: 1, max: 65_535 },
      maxConnections: { min: 5, max: 1_000 },
    }),
  create: async (inputs) => ({ id: inputs.name as string, outputs: await bringUp(inputs) }),
  update: async (_id, inputs) => bringUp(inputs),
  read: async (id, outputs) => {
    const live = await statusOf(outputs.dataRoot as string, id);
    return { ...outputs, status: live?.state ?? 'stopped' };
  },
  delete: async (id, outputs) => removeIfSupervised(outputs.dataRoot as string, id),
  drifted: async (id, outputs) => {
    const live = await statusOf(outputs.dataRoot as string, id);
    return live?.state !== 'healthy' || live.specHash !== outputs.specHash;
  },
};

async function bringUp(values: Values): Promise<Values> {
  const inputs = values as unknown as PostgresInputs;
  const { dataRoot, dataDir, port, database, user, password } = inputs;
  const binaries = findBinaries(dataRoot);
  const runAs = serverUser();
  const superuserPassword = await ensureCluster({ dataDir, binaries, runAs });
  const spec = specOf(inputs, join(binaries.binDir, 'postgres'), runAs);
  const status = await (await ensureSupervisor(dataRoot)).put(spec);
  await ensureApplication({ port, database, user, password }, superuserPassword);
  return {
    ...values,
    url: `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    version: `PostgreSQL ${binaries.version}`,
    source: binaries.source,
    status: status.state,
    specHash: specHash(spec),
  };
}

function specOf(inputs: PostgresInputs, command: string, runAs: ProcessSpec['runAs']): ProcessSpec {
  const { name, port, dataDir, dataRoot, maxConnections = 50 } = inputs;
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
