import { checkFields, type ResourceKind } from '../../../plugins/protocol/kind.ts';
import { engine } from '../../../targets/docker/engine.ts';
import { ask, askOrNull } from '../ask.ts';
import { replacedBy } from '../replaced-by.ts';

export const network: ResourceKind = {
  secrets: [],
  check: (inputs) => checkFields(inputs, ['name', 'driver'], {}),
  create: async (inputs) => {
    const { name, driver } = inputs as { name: string; driver?: string };
    const options = { Name: name, Driver: driver ?? 'bridge', CheckDuplicate: true };
    const { id } = await ask('Unable to create network', () => engine.createNetwork(options));
    return { id, outputs: inputs };
  },
  update: async (_id, inputs) => inputs,
  read: async (id, outputs) => ((await askOrNull(() => engine.getNetwork(id).inspect())) ? outputs : null),
  delete: async (id) => {
    await askOrNull(() => engine.getNetwork(id).remove());
  },
  diff: replacedBy(['name', 'driver']),
};
