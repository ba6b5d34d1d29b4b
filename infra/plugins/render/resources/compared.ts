import type { DiffResult } from '@pulumi/pulumi/provider/index.js';
import type { Values } from '../../protocol/kind.ts';
import { changedFields, type Fields, normalised, replacingFields } from '../fields/field.ts';

/** What an `up` would do, without asking Render. */
export function compared(fields: Fields, outputs: Values, inputs: Values): DiffResult {
  const changed = unlike(fields, outputs, inputs);
  return { changes: changed.length > 0, replaces: replacingFields(fields, changed, inputs) };
}

/** Names of the inputs that differ, whichever way they are spelled. */
export function unlike(fields: Fields, before: Values, after: Values): string[] {
  return changedFields(fields, normalised(fields, before), normalised(fields, after));
}
