import { isDeepStrictEqual } from 'node:util';
import type { ResourceKind, Values } from '../../../plugins/protocol/kind.ts';

/** What a kind of the stand-in says of itself. */
export interface Thing {
  /** Inputs; a change of one of the first makes it another thing. */
  identity: readonly string[];
  settings: readonly string[];
  secrets?: readonly string[];
  /** Makes or changes it, and gives what the outputs hold besides the inputs; `known` are the outputs of before. */
  put(inputs: Values, known: Values | null): Promise<Values>;
  /** Its settings as they are; null when it is gone. */
  look(outputs: Values): Promise<Values | null>;
  remove(outputs: Values): Promise<void>;
}

export function kindOf({ identity, settings, secrets = [], put, look, remove }: Thing): ResourceKind {
  const idOf = (inputs: Values): string => identity.map((name) => String(inputs[name] ?? '')).join(':');
  const differs = (names: readonly string[], a: Values, b: Values): string[] =>
    names.filter((name) => !isDeepStrictEqual(a[name] ?? null, b[name] ?? null));
  return {
    secrets,
    check: () => [],
    create: async (inputs) => ({ id: idOf(inputs), outputs: { ...inputs, ...(await put(inputs, null)) } }),
    update: async (_id, inputs, outputs) => ({ ...inputs, ...(await put(inputs, outputs)) }),
    read: async (id, outputs) => {
      const parts = identity.map((name, index) => [name, id.split(':')[index]]);
      const named = Object.fromEntries(parts.filter(([, value]) => value));
      const live = await look({ ...named, ...outputs });
      return live && { ...named, ...outputs, ...live };
    },
    inputsOf: (outputs) =>
      Object.fromEntries(
        [...identity, ...settings].flatMap((name) => (name in outputs ? [[name, outputs[name]]] : [])),
      ),
    delete: async (_id, outputs) => remove(outputs),
    diff: async (_id, outputs, inputs) => {
      const replaces = differs(identity, outputs, inputs);
      return { changes: replaces.length > 0 || differs(settings, outputs, inputs).length > 0, replaces };
    },
  };
}
