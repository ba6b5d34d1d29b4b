import type { DiffResult } from '@pulumi/pulumi/provider/index.js';
import type { Values } from '../../plugins/protocol/kind.ts';
import { changedNames } from '../../plugins/protocol/make-provider.ts';

/** A comparison in which a change of some inputs needs a new thing, and any other is made in place. */
export function replacedBy(
  names: readonly string[],
): (id: string, outputs: Values, inputs: Values) => Promise<DiffResult> {
  return async (_id, outputs, inputs) => {
    const changed = changedNames(outputs, inputs);
    return { changes: changed.length > 0, replaces: changed.filter((name) => names.includes(name)) };
  };
}
