import { isDeepStrictEqual } from 'node:util';
import { hasUnknown } from '../../protocol/codec.ts';
import type { Failure, Values } from '../../protocol/kind.ts';
import type { Shape } from './shape.ts';

/** One input of a resource kind: what it may be, and what becomes of a change to it (`vendor/facts.md` §1.3). */
export interface Field {
  readonly shape: Shape;
  /**
   * `update` changes the thing at Render, `replace` needs a new one, `note` is only kept in the state, and
   * `ignored` matters to the next action but is no change by itself.
   */
  readonly change: 'update' | 'replace' | 'note' | 'ignored';
  /** A change takes effect with the next deploy, so it needs one. */
  readonly deploys?: boolean;
  readonly required?: boolean;
  /** What it is when left out. */
  readonly fallback?: unknown;
  /** Left out means: as it is. */
  readonly inherits?: boolean;
  /** One spelling for values that are the same. */
  readonly normal?: (value: unknown) => unknown;
}

export type Fields = Readonly<Record<string, Field>>;

/** The values of all fields in one spelling, with what Render takes for those left out. */
export function normalised(fields: Fields, values: Values): Values {
  const entries = Object.entries(fields).map(([name, field]) => {
    const value = values[name] ?? field.fallback;
    if (value === undefined || hasUnknown(value)) return [name, value];
    return [name, field.normal?.(value) ?? value];
  });
  return Object.fromEntries(entries);
}

/** Names of the fields that are not what they were, both sides {@link normalised}. */
export function changedFields(fields: Fields, before: Values, after: Values): string[] {
  return Object.entries(fields)
    .filter(([, field]) => field.change !== 'ignored')
    .filter(([name, field]) => !(field.inherits && after[name] === undefined))
    .filter(([name]) => hasUnknown(after[name]) || !isDeepStrictEqual(before[name], after[name]))
    .map(([name]) => name);
}

/** The changed fields that need a new resource. What is not known yet may turn out to be the same. */
export function replacingFields(fields: Fields, changed: readonly string[], after: Values): string[] {
  return changed.filter((name) => fields[name]?.change === 'replace' && !hasUnknown(after[name]));
}

/** Refuses unknown inputs, missing ones and values that cannot be, each by name. */
export function checkAgainst(fields: Fields, inputs: Values, pending: ReadonlySet<string>): Failure[] {
  const names = Object.keys(fields);
  const given = [...Object.keys(inputs), ...pending].filter((name) => !name.startsWith('__'));
  const strangers = given.filter((name) => !(name in fields));
  const missing = names.filter(
    (name) => fields[name]?.required && (inputs[name] ?? undefined) === undefined && !pending.has(name),
  );
  return [
    ...strangers.map((name) => failure(name, `is no input of this resource; there are ${names.join(', ')}`)),
    ...missing.map((name) => failure(name, 'is missing')),
    ...names.flatMap((name) => {
      const value = inputs[name] ?? undefined;
      const wrong = value === undefined ? null : fields[name]?.shape(value);
      return wrong ? [failure(name, wrong)] : [];
    }),
  ];
}

export function failure(property: string, sentence: string): Failure {
  return { property, reason: `${property} ${sentence.replace(/^\s+/, '')}.` };
}

/**
 * What a read found, spelled as it was given before wherever it is the same: an answer that only spells a value
 * another way must not show as a change in a refresh.
 *
 * @param given the inputs of the state; without any, the thing is being imported and all that Render tells is new
 * @param live inputs as Render has them; fields that it does not tell are left out of it
 */
export function respelled(fields: Fields, given: Values, live: Values): Values {
  const [before, now] = [normalised(fields, given), normalised(fields, live)];
  const kept = Object.entries(given).filter(([name]) => fields[name]);
  const matters = ([name, field]: [string, Field]): boolean =>
    name in live && !(kept.length > 0 && field.inherits && given[name] === undefined);
  const found = Object.entries(fields)
    .filter(matters)
    .filter(([name]) => !isDeepStrictEqual(before[name], now[name]))
    .map(([name, field]) => [name, live[name] ?? field.fallback]);
  return Object.fromEntries([...kept, ...found]);
}

/** The inputs among the outputs of a resource. */
export function inputsAmong(fields: Fields, outputs: Values): Values {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => fields[name]));
}
