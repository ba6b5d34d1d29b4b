import { randomBytes } from 'node:crypto';
import { checkFields, type ResourceKind } from '../../protocol/kind.ts';

/** A random text of letters, digits, `-` and `_`, made once and kept in the state as a secret. */
export const secret: ResourceKind = {
  secrets: ['value'],
  ignored: ['length'],
  check: (inputs) => checkFields(inputs, [], { length: { min: 16, max: 1024 } }),
  create: async (inputs) => {
    const length = (inputs.length as number | undefined) ?? 32;
    return { id: randomBytes(8).toString('hex'), outputs: { length, value: randomText(length) } };
  },
  update: async (_id, inputs, outputs) => ({ ...inputs, value: outputs.value }),
  read: async (_id, outputs) => outputs,
  delete: async () => {},
  drifted: async () => false,
};

/** 6 bits of randomness a character. */
function randomText(length: number): string {
  return randomBytes(Math.ceil((length * 3) / 4))
    .toString('base64url')
    .slice(0, length);
}
