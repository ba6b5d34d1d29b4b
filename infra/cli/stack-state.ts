import type { KeptState, StackState } from '@eo/app/contract/stack-state.ts';
import type { StackOutputs } from '../outputs.ts';
import { CliError } from './errors.ts';
import { feedPipeline, fileOf } from './pipeline.ts';
import { outputOfNode } from './run-node.ts';
import { type Stack, setSecret } from './stack.ts';
import { line, step } from './terminal.ts';

/** Where the states of a stack that may be gone are kept. */
export interface KeptAt {
  /** Folder or `s3://` address. */
  from: string;
  key: string;
  /** Of a bucket; those of the environment when left out. */
  credentials?: Record<string, string>;
}

/**
 * Keeps the state of a stack with its backups; a stack that has none is left alone.
 *
 * @returns whether it was kept
 * @throws CliError when it could not be
 */
export async function keepState(stack: Stack, outputs: StackOutputs | null): Promise<boolean> {
  if (!outputs?.backupTo || !outputs.backupKey) return false;
  const keep = async (): Promise<boolean> => {
    const [config, deployment] = await Promise.all([stack.getAllConfig(), stack.exportStack()]);
    const state = JSON.stringify({ config, deployment });
    const { code, said } = await feedPipeline(stack.name, { outputs, config }, 'state-backup', state);
    if (code !== 0) throw new CliError(`The state of ${stack.name} was not kept: ${said.trim()}`);
    return true;
  };
  return step('state', keep, () => 'kept with the backups');
}

/** The same after a stack has come up: that its state could not be kept is told, and makes it no less up. */
export async function keepStateIfPossible(stack: Stack, outputs: StackOutputs | null): Promise<void> {
  await keepState(stack, outputs).catch((error: Error) => {
    line(`  ${error.message}`);
    line(`  Once the reason is gone: npm run state -- keep ${stack.name}`);
  });
}

/** Ids of what was kept, oldest first. @throws CliError when nobody can look there */
export async function keptStates(name: string, at: KeptAt): Promise<string[]> {
  return JSON.parse(await fetched(name, at, ['--list']));
}

/**
 * @param which an id, `latest`, or an instant: the last one before it
 * @returns null where none was ever kept
 * @throws CliError when there is no such state, or it does not open
 */
export async function keptState(name: string, at: KeptAt, which: string): Promise<KeptState | null> {
  return JSON.parse(await fetched(name, at, ['--at', which]));
}

/**
 * Gives a stack that has nothing the configuration and the resources that were kept. What of those is still there only a refresh
 * finds.
 *
 * @throws CliError when the stack has resources of its own, which were left as they are
 */
export async function putState(stack: Stack, { config, deployment }: StackState): Promise<void> {
  const present = await stack.exportStack();
  const count = resourcesOf(present);
  if (count > 0)
    throw new CliError(
      `Stack ${stack.name} is there, with ${count} resources; its state was left as it is.\n` +
        `Go on with it: npm run up -- ${stack.name}\n` +
        `Only if it is wrong: npx pulumi stack rm -s ${stack.name} --force, and this again.`,
    );
  const values = Object.entries(config);
  await stack.setAllConfig(Object.fromEntries(values.filter(([, { secret }]) => !secret)));
  for (const [key, { value, secret }] of values) if (secret) await setSecret(stack, key, value);
  // Of the new stack: what protected the secrets of the old one may be gone.
  const { secrets_providers } = present.deployment;
  await stack.importStack({ ...deployment, deployment: { ...deployment.deployment, secrets_providers } });
}

/** How many a state knows, the stack itself left out. */
export function resourcesOf({ deployment }: { deployment: { resources?: unknown[] } }): number {
  return Math.max(0, (deployment.resources?.length ?? 0) - 1);
}

async function fetched(
  name: string,
  { from, key, credentials }: KeptAt,
  args: readonly string[],
): Promise<string> {
  const env = { ...credentials, STACK: name, BACKUP_TO: from, BACKUP_KEY: key };
  const { code, stdout, stderr } = await outputOfNode(fileOf('state-fetch'), args, env);
  if (code !== 0) throw new CliError(stderr.trim());
  return stdout;
}
