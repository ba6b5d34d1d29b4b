import { RunError } from '@pulumi/pulumi';

/**
 * An error as the program of a stack must throw it. Pulumi prints the message of a `RunError` as it is. Any other error
 * it prints with the frames of its stack in colours, in which Node 20.20 never ends (`util.inspect`, `markNodeModules`).
 */
export function asRunError(error: unknown): RunError {
  if (!(error instanceof Error)) return new RunError(String(error));
  return new RunError(error.name === 'SettingsError' ? error.message : (error.stack ?? error.message));
}
