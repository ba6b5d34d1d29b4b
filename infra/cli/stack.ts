import { dirname } from 'node:path';
import {
  type ConfigMap,
  type EngineEvent,
  LocalWorkspace,
  PulumiCommand,
  type Stack,
} from '@pulumi/pulumi/automation/index.js';
import { product } from '../catalog/index.ts';
import type { SecretOutput, StackOutputs } from '../outputs.ts';
import { readSettings, type Settings } from '../settings.ts';
import { ensureToolchain } from '../toolchain/ensure.ts';
import { pulumiEnvironment } from '../toolchain/environment.ts';
import type { Progress } from '../toolchain/go-build.ts';
import { projectDir } from '../toolchain/project.ts';
import { CliError } from './errors.ts';
import { outputOf } from './run-node.ts';

/**
 * Opens a stack of this project with the pinned CLI and the project's environment.
 *
 * @param create whether a stack that does not exist yet is made
 * @throws CliError when the stack does not exist and `create` is false, or the passphrase is wrong
 */
export async function openStack(
  name: string,
  create: boolean,
  progress: Progress = () => {},
): Promise<Stack> {
  const { binDir } = await ensureToolchain(progress);
  const pulumiCommand = await PulumiCommand.get({ root: dirname(binDir), skipVersionCheck: true });
  const options = { workDir: projectDir, envVars: definedOnly(pulumiEnvironment(binDir)), pulumiCommand };
  const args = { stackName: name, workDir: projectDir };
  try {
    return create
      ? await LocalWorkspace.createOrSelectStack(args, options)
      : await LocalWorkspace.selectStack(args, options);
  } catch (error) {
    throw explainPulumi(error, name);
  }
}

/** The settings of a stack, from its configuration. */
export async function settingsOf(stack: Stack): Promise<Settings> {
  return settingsIn(await stack.getAllConfig(), stack.name);
}

export const settingsIn = (config: ConfigMap, name: string): Settings =>
  readSettings(name, product, (space, key) => config[`${space}:${key}`]?.value);

/**
 * Sets a secret value of the configuration. It goes through standard input, which the Automation API has no way for: command lines
 * are seen by everybody on a machine.
 *
 * @throws CliError with the CLI's own words
 */
export async function setSecret({ name, workspace }: Stack, key: string, value: string): Promise<void> {
  const args = [
    'config',
    'set',
    '--secret',
    key,
    '--stack',
    name,
    '--cwd',
    workspace.workDir,
    '--non-interactive',
  ];
  const { code, stderr } = await outputOf(workspace.pulumiCommand.command, args, workspace.envVars, value);
  if (code !== 0) throw explainPulumi(new Error(stderr), name);
}

/** The outputs of a stack, secrets in plain text; null when nothing was deployed yet. */
export async function outputsOf(stack: Stack): Promise<StackOutputs | null> {
  const outputs = await stack.outputs();
  if (!outputs.services) return null;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, value]),
  ) as unknown as StackOutputs;
}

/** The outputs without the secret ones, for printing. */
export function withoutSecrets(outputs: StackOutputs): Omit<StackOutputs, SecretOutput> {
  const {
    databaseUrl: _database,
    ownerDatabaseUrl: _owner,
    redisUrl: _redis,
    internalApiKey: _key,
    backupKey: _backup,
    ...open
  } = outputs;
  return open;
}

/** Turns what the CLI printed into one sentence and the next step. */
export function explainPulumi(error: unknown, stack: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/incorrect passphrase/i.test(text)) {
    return new CliError(
      `The passphrase does not open the state of stack ${stack}.\n` +
        'Restore .state/passphrase (or set PULUMI_CONFIG_PASSPHRASE), then run the command again.\n' +
        'Where it is lost for good, the stack is had from its backups: docs/operations/recovery.md, "Only Pulumi\'s state is gone".',
    );
  }
  if (/no stack named/i.test(text)) {
    return new CliError(`There is no stack ${stack} yet. Make it: npm run up -- ${stack}`);
  }
  if (/currently locked/i.test(text)) {
    return new CliError(
      `Another Pulumi command works on stack ${stack}, or one was killed.\n` +
        `Wait for it; when none runs: npx pulumi cancel -s ${stack} --yes`,
    );
  }
  return new CliError(diagnosticsOf(text));
}

/** The error lines of the CLI's output without its frame. */
function diagnosticsOf(text: string): string {
  const errors = text.split('\n').filter((line) => /^\s*error:/.test(line));
  return errors.length > 0 ? [...new Set(errors.map((line) => line.trim()))].join('\n') : text.trim();
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export type { EngineEvent, Stack };
