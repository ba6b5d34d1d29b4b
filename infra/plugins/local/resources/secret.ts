import { randomBytes } from 'node:crypto';
import { checkFields, type ResourceKind, type Values } from '../../protocol/kind.ts';

/**
 * A random text of letters, digits, `-` and `_`, made once and kept in the state as a secret; or one that is `given`.
 * A higher `generation` makes another text; a lower one, such as that of a checkout from before the rotation, does not.
 * The text before is kept as `previous`, so that both can be accepted while whoever uses it changes over.
 */
export const secret: ResourceKind = {
  secrets: ['value', 'previous', 'given'],
  check: (inputs) =>
    checkFields(inputs, ['given'], {
      length: { min: 16, max: 1024 },
      generation: { min: 1, max: 1_000_000 },
    }),
  create: async (inputs) => ({
    id: randomBytes(8).toString('hex'),
    outputs: { ...inputs, value: inputs.given ?? randomText(inputs) },
  }),
  update: async (_id, inputs, outputs) => {
    const value = textOf(inputs, outputs);
    const previous = value === outputs.value ? outputs.previous : outputs.value;
    return { ...inputs, generation: Math.max(generationOf(inputs), generationOf(outputs)), value, previous };
  },
  read: async (_id, outputs) => outputs,
  delete: async () => {},
  // Another length alone is no reason to make another text.
  diff: async (_id, outputs, inputs) => ({
    changes: inputs.given !== outputs.given || generationOf(inputs) > generationOf(outputs),
  }),
};

const generationOf = ({ generation }: Values): number => (generation as number | undefined) ?? 1;

function textOf(inputs: Values, outputs: Values): unknown {
  if (inputs.given !== undefined) return inputs.given;
  const isNew = outputs.given !== undefined || generationOf(inputs) > generationOf(outputs);
  return isNew ? randomText(inputs) : outputs.value;
}

/** 6 bits of randomness a character. */
function randomText({ length }: Values): string {
  const characters = (length as number | undefined) ?? 32;
  return randomBytes(Math.ceil((characters * 3) / 4))
    .toString('base64url')
    .slice(0, characters);
}
