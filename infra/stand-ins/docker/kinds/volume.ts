import { checkFields, type ResourceKind } from '../../../plugins/protocol/kind.ts';
import { engine } from '../../../targets/docker/engine.ts';
import { ask, askOrNull } from '../ask.ts';
import { replacedBy } from '../replaced-by.ts';

/** Making a volume that is there already takes it over with its data, as the engine does. */
export const volume: ResourceKind = {
  secrets: [],
  check: (inputs) => checkFields(inputs, ['name'], {}),
  create: async (inputs) => {
    const name = inputs.name as string;
    await ask('Unable to create volume', () => engine.createVolume({ Name: name }));
    return { id: name, outputs: inputs };
  },
  update: async (_id, inputs) => inputs,
  read: async (id, outputs) => ((await askOrNull(() => engine.getVolume(id).inspect())) ? outputs : null),
  delete: async (id) => {
    await askOrNull(() => engine.getVolume(id).remove());
  },
  diff: replacedBy(['name']),
};
