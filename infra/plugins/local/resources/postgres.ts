import { checkFields, type ResourceKind, type Values } from '../../protocol/kind.ts';
import { clusterId } from '../postgres/cluster.ts';
import { bringUpServer, type PostgresServer } from '../postgres/server.ts';
import { specHash } from '../spec.ts';
import { ensureSupervisor } from '../supervisor/client.ts';
import { removeIfSupervised, statusOf } from './process.ts';

/**
 * A PostgreSQL server of this machine with one database, a role that owns it and one for the application. Deleting it stops the
 * server and keeps the data; made again on the same folder it has its data back.
 */
export const postgres: ResourceKind = {
  secrets: ['password', 'url', 'ownerPassword', 'ownerUrl'],
  check: (inputs) =>
    checkFields(
      inputs,
      ['name', 'dataRoot', 'dataDir', 'database', 'user', 'password', 'owner', 'ownerPassword'],
      {
        port: { min: 1, max: 65_535 },
        maxConnections: { min: 5, max: 1_000 },
      },
    ),
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
  const server = values as unknown as PostgresServer;
  const { url, ownerUrl, binaries, spec, started } = await bringUpServer(server, async (wanted) =>
    (await ensureSupervisor(server.dataRoot)).put(wanted),
  );
  return {
    ...values,
    url,
    ownerUrl,
    version: `PostgreSQL ${binaries.version}`,
    source: binaries.source,
    cluster: clusterId(server.dataDir),
    status: started.state,
    specHash: specHash(spec),
  };
}
