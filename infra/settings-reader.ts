/** Reads one value of the stack's configuration: `get('ports', 'backend')` is `ports:backend`. */
export type ConfigReader = (namespace: string, key: string) => string | undefined;

/** Thrown for a configuration value that cannot be used; the message names it and the command that mends it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * A setting that is true or false; false when left out.
 *
 * @throws SettingsError when it is neither
 */
export function readFlag(get: ConfigReader, namespace: string, key: string): boolean {
  const text = get(namespace, key) ?? 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw new SettingsError(
    `${namespace}:${key} is "${text}", but must be true or false.\n` +
      `Change it: npx pulumi config set ${namespace}:${key} true`,
  );
}
