import { isDeepStrictEqual } from 'node:util';
import type { DiffResult } from '@pulumi/pulumi/provider/index.js';
import type { TObject } from 'typebox';
import { hasUnknown } from '../../protocol/codec.ts';
import type { ResourceKind, Values } from '../../protocol/kind.ts';
import { NeonError } from '../errors.ts';
import type { Session } from '../session.ts';
import { checkInputs } from './check.ts';

/** A thing at Neon: what it needs, and how to make, change, read and delete it. */
export interface NeonKind<Inputs = Values> {
  /** What it is in a sentence, e.g. `branch`. */
  readonly what: string;
  readonly inputs: TObject;
  /** Rules that a schema cannot say; a finding is the end of the sentence "<name> …". */
  readonly rules?: (inputs: Values) => Record<string, string | false>;
  /** Inputs whose change needs another thing (`ForceNew` in Neon's Terraform provider). */
  readonly replacing: readonly string[];
  /** Inputs that matter only when the thing is made. */
  readonly atCreation?: readonly string[];
  /** Whether deleting it loses data: such a thing is not replaced or deleted without consent. */
  readonly holdsData: boolean;
  readonly secrets?: readonly string[];
  /** Makes it, or takes over what an interrupted run has made; gives its id and what it is. */
  make(session: Session, inputs: Inputs): Promise<{ id: string; live: Values }>;
  /** Brings what differs from the outputs to the inputs; gives the outputs that are other than before. */
  change(session: Session, inputs: Inputs, outputs: Values): Promise<Values>;
  /** What it is, with its inputs as Neon has them; null when it is gone. `outputs` are empty in an import. */
  look(session: Session, id: string, outputs: Values): Promise<Values | null>;
  remove(session: Session, outputs: Values): Promise<void>;
}

/** Makes a resource kind of the protocol of a kind of Neon. */
export function kindOf<Inputs>(session: Session, kind: NeonKind<Inputs>): ResourceKind {
  const filled = (values: Values): Values => withDefaults(kind.inputs, values);
  return {
    secrets: kind.secrets ?? [],
    check: (inputs, pending) => checkInputs(kind, inputs, pending),
    diff: async (_id, outputs, inputs) => difference(kind, outputs, filled(inputs)),
    create: async (inputs) => {
      const wanted = filled(inputs);
      const { id, live } = await kind.make(session, wanted as Inputs);
      return { id, outputs: { ...wanted, ...live } };
    },
    update: async (_id, inputs, outputs) => {
      const wanted = filled(inputs);
      return { ...outputs, ...wanted, ...(await kind.change(session, wanted as Inputs, outputs)) };
    },
    read: async (id, outputs) => {
      const live = await kind.look(session, id, outputs);
      return live && { ...filled(inputsAmong(kind, outputs)), ...live };
    },
    inputsOf: (outputs) => inputsAmong(kind, outputs),
    delete: async (_id, outputs) => {
      if (kind.holdsData && outputs.allowDataLoss !== true) throw withoutConsent(kind, outputs, 'Deleting');
      await kind.remove(session, outputs);
    },
  };
}

type Described = Pick<NeonKind, 'what' | 'inputs' | 'replacing' | 'atCreation' | 'holdsData'>;

function difference(kind: Described, outputs: Values, inputs: Values): DiffResult {
  const changed = Object.keys(kind.inputs.properties)
    .filter((name) => !kind.atCreation?.includes(name))
    .filter((name) => inputs[name] !== undefined && !isDeepStrictEqual(inputs[name], outputs[name]));
  // What is not known yet may turn out to be the same.
  const replaces = changed.filter((name) => kind.replacing.includes(name) && !hasUnknown(inputs[name]));
  if (replaces.length > 0 && kind.holdsData && outputs.allowDataLoss !== true)
    throw withoutConsent(
      kind,
      outputs,
      `Changing ${replaces.join(' and ')} from ${was(outputs, replaces)} by replacing`,
    );
  // Under a name that stays, the new one can only be made when the old one is gone.
  const deleteBeforeReplace = replaces.length > 0 && !replaces.includes('name');
  return { changes: changed.length > 0, replaces, deleteBeforeReplace };
}

const was = (outputs: Values, names: readonly string[]): string =>
  names.map((name) => JSON.stringify(outputs[name] ?? null)).join(' and ');

function withoutConsent({ what }: Described, outputs: Values, doing: string): NeonError {
  return new NeonError(
    `${doing} the ${what} ${outputs.name} would lose its data, so it is refused. To consent, set allowDataLoss ` +
      '(npx pulumi config set database:allowDataLoss true), run `pulumi up` once without other changes, ' +
      'then make this change again.',
  );
}

function inputsAmong(kind: Described, outputs: Values): Values {
  const names = Object.keys(kind.inputs.properties);
  return Object.fromEntries(names.flatMap((name) => (name in outputs ? [[name, outputs[name]]] : [])));
}

/** Inputs with the defaults of the schema; one that has no default and is left out means: as it is. */
function withDefaults(schema: TObject, inputs: Values): Values {
  const given = Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null);
  const defaults = Object.entries(schema.properties as Record<string, { default?: unknown }>)
    .filter(([, property]) => property.default !== undefined)
    .map(([name, property]) => [name, property.default]);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
}
