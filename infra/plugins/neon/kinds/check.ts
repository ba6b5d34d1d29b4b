import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import type { Failure, Values } from '../../protocol/kind.ts';
import type { NeonKind } from './kind.ts';

type Checked = Pick<NeonKind, 'what' | 'inputs' | 'rules'>;

/** What is wrong with the inputs of a kind, each finding by the name of its input. */
export function checkInputs(kind: Checked, inputs: Values, pending: ReadonlySet<string>): Failure[] {
  const schemas = kind.inputs.properties as Record<string, TSchema>;
  const given = Object.entries(inputs).filter(([name, value]) => !isLeftOut(value) && !name.startsWith('__'));
  const has = (name: string): boolean => !isLeftOut(inputs[name]) || pending.has(name);
  const required = (kind.inputs.required ?? []).filter((name) => !hasDefault(schemas[name]));
  return [
    ...given.filter(([name]) => !schemas[name]).map(([name]) => stranger(kind, name)),
    ...required.filter((name) => !has(name)).map((name) => failure(name, 'is missing')),
    ...given.flatMap(([name, value]) => wrong(name, schemas[name], value)),
    ...Object.entries(kind.rules?.(inputs) ?? {}).flatMap(([name, finding]) =>
      finding ? [failure(name, finding)] : [],
    ),
  ];
}

const hasDefault = (schema: object | undefined): boolean => schema !== undefined && 'default' in schema;
const isLeftOut = (value: unknown): boolean => value === undefined || value === null;

function stranger(kind: Checked, name: string): Failure {
  const names = Object.keys(kind.inputs.properties).join(', ');
  return failure(name, `is no input of a ${kind.what}; there are ${names}`);
}

function wrong(name: string, schema: TSchema | undefined, value: unknown): Failure[] {
  if (!schema || Value.Check(schema, value)) return [];
  const { description } = schema as { description?: string };
  return [failure(name, `is ${JSON.stringify(value)}, but must be ${description ?? 'of another kind'}`)];
}

const failure = (property: string, sentence: string): Failure => ({
  property,
  reason: `${property} ${sentence}.`,
});
