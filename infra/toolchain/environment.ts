import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stateDir } from './project.ts';

/**
 * The environment in which the Pulumi CLI works on this project. Whatever the caller has set stays as it is:
 * a platform engineer's own backend (`PULUMI_BACKEND_URL`) or passphrase wins over the project's.
 *
 * - state in `.state/pulumi` (file backend), encrypted with a passphrase generated once into `.state/passphrase` (0600)
 * - TypeScript programs and plugins load through tsx. The official language host is told so in Pulumi.yaml; one built
 *   from the Go module proxy ignores that and reads `NODE_OPTIONS`, as does every plugin process.
 *
 * @param binDir folder of the CLI, so that it finds its language host
 */
export function pulumiEnvironment(binDir: string, given: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return {
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: 'true',
    ...given,
    PATH: `${binDir}${delimiter}${given.PATH ?? ''}`,
    NODE_OPTIONS: [given.NODE_OPTIONS, `--import=${loader}`].filter(Boolean).join(' '),
    ...backend(given),
    ...passphrase(given),
  };
}

function backend(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (given.PULUMI_BACKEND_URL) return {};
  const folder = join(stateDir, 'pulumi');
  mkdirSync(folder, { recursive: true });
  return { PULUMI_BACKEND_URL: fileBackend(folder) };
}

/**
 * The URL of a state in a folder, without the metadata files that Pulumi would write beside it: they are emptied before
 * they are written, so that a kill in between left a state that could not be read ("failed to load checkpoint: EOF").
 */
export function fileBackend(folder: string): string {
  return `${pathToFileURL(folder).href}?metadata=skip`;
}

function passphrase(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (given.PULUMI_CONFIG_PASSPHRASE !== undefined || given.PULUMI_CONFIG_PASSPHRASE_FILE) return {};
  const file = join(stateDir, 'passphrase');
  if (!existsSync(file)) {
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  return { PULUMI_CONFIG_PASSPHRASE_FILE: file };
}
