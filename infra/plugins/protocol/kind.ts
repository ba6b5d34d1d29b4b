import type { DiffResult } from '@pulumi/pulumi/provider/index.js';

/** Values of a resource as plain objects, out of their envelopes. */
export type Values = Record<string, unknown>;

export interface Failure {
  property: string;
  reason: string;
}

/**
 * One kind of resource. Inputs and outputs are plain values here; `make-provider.ts` deals with envelopes, unknown
 * values and the protocol. Outputs always hold the inputs too, since the engine hands `diff` nothing else to compare with.
 */
export interface ResourceKind {
  /** Outputs that are kept encrypted. */
  readonly secrets: readonly string[];
  /** What is wrong with the inputs. Called with unknown values left out; `pending` has their names. */
  check(inputs: Values, pending: ReadonlySet<string>): Failure[];
  create(inputs: Values): Promise<{ id: string; outputs: Values }>;
  update(id: string, inputs: Values, outputs: Values): Promise<Values>;
  /** The live outputs; null when the thing is gone. */
  read(id: string, outputs: Values): Promise<Values | null>;
  delete(id: string, outputs: Values): Promise<void>;
  /** Whether the thing itself is not as its outputs say, though the inputs are the same. */
  drifted?(id: string, outputs: Values): Promise<boolean>;
  /** Inputs whose change does not matter. */
  readonly ignored?: readonly string[];
  /** The inputs that would lead to the live outputs, for `pulumi import` and `refresh`. */
  inputsOf?(outputs: Values): Values;
  /** Takes the place of the comparison by value: what changes, and which inputs make it a replacement. */
  diff?(id: string, outputs: Values, inputs: Values): Promise<DiffResult>;
}

/**
 * The thing was made or changed, but is not as wanted yet: its deploy failed, or the run was interrupted. The engine
 * keeps what is there in the state and comes back with an `update` on the next run, whether or not an input changed.
 */
export class PartlyDone extends Error {
  override name = 'PartlyDone';
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: Values,
  ) {
    super(message);
    this.stack = '';
  }
}

/** Requires texts and whole numbers in range; the common part of every `check`. */
export function checkFields(
  inputs: Values,
  texts: readonly string[],
  numbers: Readonly<Record<string, { min: number; max: number }>>,
): Failure[] {
  const failures: Failure[] = [];
  for (const property of texts) {
    const value = inputs[property];
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      failures.push({ property, reason: `${property} must be a text that is not empty.` });
    }
  }
  for (const [property, { min, max }] of Object.entries(numbers)) {
    const value = inputs[property];
    if (value === undefined || value === null) continue;
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      failures.push({
        property,
        reason: `${property} is ${value}, but must be a whole number from ${min} to ${max}.`,
      });
    }
  }
  return failures;
}
