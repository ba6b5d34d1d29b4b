/** Reads one value of the stack's configuration: `get('ports', 'backend')` is `ports:backend`. */
export type ConfigReader = (namespace: string, key: string) => string | undefined;

/** Thrown for a configuration value that cannot be used; the message names it and the command that mends it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}
