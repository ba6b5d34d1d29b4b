import * as pulumi from '@pulumi/pulumi';
import { catalog } from '../catalog/index.ts';
import type { SecretName } from '../catalog/types.ts';
import { onePassword, type ReadReference } from '../one-password.ts';
import { Secret, type SecretArgs } from '../plugins/local/sdk.ts';
import { asRunError } from '../run-error.ts';

/**
 * A secret of a stack: its value, or what is to be accepted, which while it is rotated is the value before as well,
 * separated by a comma.
 */
export type SecretOf = (name: SecretName, as?: 'value' | 'accepted') => pulumi.Output<string>;

/**
 * Makes the secrets of a stack, each when it is first asked for: random, unless `secrets:<name>` of the stack's
 * configuration gives the text or says where it is at 1Password (`op://vault/item/field`).
 *
 * @param options `protect` where data outlives a stack that is taken down: it opens only with the secrets it was made with
 */
export function secretMaker(
  options: pulumi.CustomResourceOptions = {},
  read: ReadReference = onePassword(),
): SecretOf {
  const made = new Map<SecretName, Secret>();
  const overlapping = new pulumi.Config('rotation').get('overlap');
  return (name, as = 'value') => {
    const known = made.get(name) ?? new Secret(name, argsOf(name, read), optionsOf(name, options));
    made.set(name, known);
    if (as === 'value' || name !== overlapping) return known.value;
    return pulumi
      .all([known.value, known.previous])
      .apply(([value, previous]) => (previous ? `${value},${previous}` : value));
  };
}

/** What opens data stays with it: a stack that comes up again shall have the same. */
function optionsOf(name: SecretName, options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const opensData = catalog.secrets.find((secret) => secret.name === name)?.opensData;
  return opensData ? { ...options, protect: true } : options;
}

function argsOf(name: SecretName, read: ReadReference): SecretArgs {
  const length = catalog.secrets.find((secret) => secret.name === name)?.length ?? 32;
  const given = new pulumi.Config('secrets').getSecret(name);
  const generation = new pulumi.Config('rotation').getNumber(name, { min: 1 });
  return {
    length,
    ...(given ? { given: given.apply((text) => textOf(text, read)) } : {}),
    ...(generation === undefined ? {} : { generation }),
  };
}

async function textOf(configured: string, read: ReadReference): Promise<string> {
  if (!isReference(configured)) return configured;
  return read(configured).catch((error: unknown) => {
    throw asRunError(error);
  });
}

/** Whether a configured secret is a reference to a field at 1Password rather than the text itself. */
export const isReference = (text: string): boolean => text.startsWith('op://');
