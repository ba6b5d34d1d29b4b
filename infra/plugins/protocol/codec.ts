/**
 * How values travel between the engine and a provider. A secret comes in an envelope marked by a signature; inside
 * a plan, a value that is not known yet comes as a sentinel. These are constants of Pulumi's resource protocol
 * (`@pulumi/pulumi/runtime/rpc`).
 */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const outputSignature = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const unknownSentinel = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Stands for a value that only `up` will know. */
export const unknown = Symbol('unknown');

/** Takes values out of their envelopes, at any depth; what is not known yet becomes {@link unknown}. */
export function unwrap(value: unknown): unknown {
  if (value === unknownSentinel) return unknown;
  if (Array.isArray(value)) return value.map(unwrap);
  if (value === null || typeof value !== 'object') return value;
  const envelope = value as Record<string, unknown>;
  if (envelope[signatureKey] === secretSignature) return unwrap(envelope.value);
  if (envelope[signatureKey] === outputSignature)
    return 'value' in envelope ? unwrap(envelope.value) : unknown;
  return Object.fromEntries(Object.entries(envelope).map(([key, item]) => [key, unwrap(item)]));
}

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknown) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasUnknown);
}

/**
 * Puts the named properties into secret envelopes, so that the state holds them encrypted. Those without a value are left out:
 * the protocol refuses `undefined` ("Unexpected struct type").
 */
export function wrapSecrets(
  outputs: Record<string, unknown>,
  names: readonly string[],
): Record<string, unknown> {
  const wrapped = Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
  for (const name of names) {
    if (wrapped[name] === undefined || wrapped[name] === null || isEnvelope(wrapped[name])) continue;
    wrapped[name] = { [signatureKey]: secretSignature, value: wrapped[name] };
  }
  return wrapped;
}

/** Whether a value is in an envelope of the protocol already: a secret, an output, or not known yet. */
function isEnvelope(value: unknown): boolean {
  if (value === unknownSentinel) return true;
  return typeof value === 'object' && value !== null && signatureKey in value;
}
