import type { ConfigMap } from '@pulumi/pulumi/automation/index.js';
import { startable } from '../build/bundles.ts';
import { jobs, pipelinesByHand } from '../catalog/jobs.ts';
import type { StackOutputs } from '../outputs.ts';
import { containersOf, outputOf, runInContainer } from '../targets/docker/running.ts';
import { asked } from './docker-advice.ts';
import { CliError } from './errors.ts';
import { outputOfNode, runNode } from './run-node.ts';
import { openStack, outputsOf, type Stack, settingsIn, settingsOf } from './stack.ts';

const usage = `Usage: npm run pipeline -- <name> [--stack <stack>] [arguments of the pipeline]

Runs one pipeline by hand against a stack (default local), or against DATABASE_URL when that is set.

Examples:
  npm run pipeline -- price-sync
  npm run pipeline -- price-sync --stack docker --zones SE3
  npm run pipeline -- price-sync --zones SE3 --feed replay --replay-dir ./recorded`;

/** `npm run pipeline -- <name> [args]`. */
export async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (!name || name === '--help' || name === '-h') {
    console.log(`${usage}\n\nPipelines: ${pipelines().join(', ')}`);
    return name ? 0 : 2;
  }
  if (!pipelines().includes(name)) {
    throw new CliError(`There is no pipeline ${name}. Known: ${pipelines().join(', ')}`);
  }
  const { stack, others } = takeStack(rest);
  const file = fileOf(name);
  if (others.includes('--help') || process.env.DATABASE_URL) return runNode(file, others, {});
  const opened = await openStack(stack, false);
  if ((await settingsOf(opened)).target === 'docker') return runOnDocker(stack, name, others);
  return runNode(file, others, await environmentOf(opened));
}

/**
 * Runs a pipeline by what a stack has for it, with a text as its standard input.
 *
 * @returns its exit code, and all that it said
 * @throws CliError when the stack is not up
 */
export async function feedPipeline(
  stack: string,
  { outputs, config }: Known,
  name: string,
  input: string,
): Promise<{ code: number; said: string }> {
  if (settingsIn(config, stack).target === 'docker')
    return asked(outputOf(await schedulerOf(stack), inContainer(name, []), input));
  const env = environmentFrom(stack, { outputs, config });
  const { code, stdout, stderr } = await outputOfNode(fileOf(name), [], env, input);
  return { code, said: stdout + stderr };
}

/** Where the scheduler runs it: nothing outside the network reaches the stack's database. */
async function runOnDocker(stack: string, name: string, args: string[]): Promise<number> {
  return runInContainer(await schedulerOf(stack), inContainer(name, args));
}

/** The id of its container. */
async function schedulerOf(stack: string): Promise<string> {
  const { id } = (await asked(containersOf(stack))).find(({ service }) => service === 'scheduler') ?? {};
  if (!id) throw new CliError(`Stack ${stack} is not up. Bring it up: npm run up -- ${stack}`);
  return id;
}

/** What a pipeline is started from on this machine. */
export const fileOf = (name: string): string => startable(`pipelines/${name}.ts`);

/** A pipeline as the image of the scheduler starts it. */
export const inContainer = (name: string, args: readonly string[]): string[] => [
  'node',
  `pipelines/${name}.js`,
  ...args,
];

const pipelines = (): string[] => [...new Set([...jobs.map(({ pipeline }) => pipeline), ...pipelinesByHand])];

function takeStack(args: string[]): { stack: string; others: string[] } {
  const index = args.indexOf('--stack');
  if (index === -1) return { stack: 'local', others: args };
  const stack = args[index + 1];
  if (!stack) throw new CliError('--stack needs the name of a stack.');
  return { stack, others: [...args.slice(0, index), ...args.slice(index + 2)] };
}

/** What Pulumi says of a stack. */
interface Known {
  outputs: StackOutputs | null;
  config: ConfigMap;
}

/** What a pipeline of a stack is given where it runs on this machine. @throws CliError when the stack is not up */
export async function environmentOf(stack: Stack): Promise<Record<string, string>> {
  const [outputs, config] = await Promise.all([outputsOf(stack), stack.getAllConfig()]);
  return environmentFrom(stack.name, { outputs, config });
}

function environmentFrom(name: string, { outputs, config }: Known): Record<string, string> {
  if (!outputs?.databaseUrl)
    throw new CliError(`Stack ${name} is not up. Bring it up: npm run up -- ${name}`);
  const setting = (key: string): Record<string, string> => {
    const value = config[`prices:${key}`]?.value;
    return value ? { [variables[key] ?? key]: value } : {};
  };
  return {
    DATABASE_URL: outputs.databaseUrl,
    ...(outputs.ownerDatabaseUrl ? { OWNER_DATABASE_URL: outputs.ownerDatabaseUrl } : {}),
    ...(outputs.redisUrl ? { REDIS_URL: outputs.redisUrl } : {}),
    ...(outputs.backupKey ? { BACKUP_KEY: outputs.backupKey } : {}),
    ...(outputs.backupTo ? { BACKUP_TO: outputs.backupTo } : {}),
    ...bucketCredentials(config),
    STACK: name,
    ...setting('feeds'),
    ...setting('replayDir'),
    ...setting('weather'),
    ...setting('defaultZone'),
  };
}

/** Of the bucket that backups are kept in, where the configuration has some. */
export function bucketCredentials(config: ConfigMap): Record<string, string> {
  const { 'backups:accessKeyId': id, 'backups:secretAccessKey': key } = config;
  return id && key ? { AWS_ACCESS_KEY_ID: id.value, AWS_SECRET_ACCESS_KEY: key.value } : {};
}

const variables: Record<string, string> = {
  feeds: 'FEEDS',
  replayDir: 'REPLAY_DIR',
  weather: 'WEATHER',
  defaultZone: 'DEFAULT_ZONE',
};
