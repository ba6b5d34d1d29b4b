import { checkFields, type ResourceKind, type Values } from '../../protocol/kind.ts';
import type { ProcessSpec, ProcessStatus } from '../spec.ts';
import { specHash } from '../spec.ts';
import { connectSupervisor, ensureSupervisor } from '../supervisor/client.ts';

/** A process that the supervisor of the stack keeps up. Inputs: a {@link ProcessSpec} and the `dataRoot` of the stack. */
export const process: ResourceKind = {
  secrets: ['env', 'stdin', 'files'],
  check: (inputs) => [
    ...checkFields(inputs, ['name', 'command', 'cwd', 'logFile', 'dataRoot'], {
      port: { min: 1, max: 65_535 },
      replicas: { min: 1, max: 20 },
      memoryLimitMb: { min: 16, max: 1_048_576 },
      healthTimeoutSeconds: { min: 1, max: 3_600 },
      stopTimeoutSeconds: { min: 0, max: 3_600 },
    }),
    ...checkHealth(inputs),
  ],
  create: async (inputs) => {
    const spec = specOf(inputs);
    const status = await (await ensureSupervisor(inputs.dataRoot as string)).put(spec);
    return { id: spec.name, outputs: { ...inputs, status: status.state } };
  },
  update: async (_id, inputs) => {
    const status = await (await ensureSupervisor(inputs.dataRoot as string)).put(specOf(inputs));
    return { ...inputs, status: status.state };
  },
  read: async (id, outputs) => {
    const live = await statusOf(outputs.dataRoot as string, id);
    return live ? { ...outputs, status: live.state } : { ...outputs, status: 'stopped' };
  },
  delete: async (id, outputs) => removeIfSupervised(outputs.dataRoot as string, id),
  drifted: async (id, outputs) => {
    const live = await statusOf(outputs.dataRoot as string, id);
    return live?.specHash !== specHash(specOf(outputs)) || live.state !== 'healthy';
  },
};

export function specOf({ dataRoot: _dataRoot, status: _status, ...spec }: Values): ProcessSpec {
  return spec as unknown as ProcessSpec;
}

/** What the supervisor says of a process; null when there is no supervisor, or it does not know the process. */
export async function statusOf(dataRoot: string, name: string): Promise<ProcessStatus | null> {
  try {
    const list = await connectSupervisor(dataRoot).list();
    return list.find((status) => status.name === name) ?? null;
  } catch {
    return null;
  }
}

/** Stops a process. Where nothing is supervised (after a reboot) there is nothing to stop. */
export async function removeIfSupervised(dataRoot: string, name: string): Promise<void> {
  if (await statusOf(dataRoot, name)) await connectSupervisor(dataRoot).remove(name);
}

function checkHealth(inputs: Values): { property: string; reason: string }[] {
  if (inputs.health && inputs.port === null) {
    return [{ property: 'health', reason: 'health needs a port: name one, or take health out.' }];
  }
  return [];
}
