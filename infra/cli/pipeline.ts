import { join } from 'node:path';
import type { ConfigMap } from '@pulumi/pulumi/automation/index.js';
import { jobs, pipelinesByHand } from '../catalog/jobs.ts';
import { containersOf, runInContainer } from '../targets/docker/running.ts';
import { asked } from './docker-advice.ts';
import { CliError } from './errors.ts';
import { runNode } from './run-node.ts';
import { openStack, outputsOf, type Stack, settingsOf } from './stack.ts';

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
  const file = join('pipelines', `${name}.ts`);
  if (others.includes('--help') || process.env.DATABASE_URL) return runNode(file, others, {});
  const opened = await openStack(stack, false);
  if ((await settingsOf(opened)).target === 'docker') return runOnDocker(stack, name, others);
  return runNode(file, others, await environmentOf(opened));
}

/** Where the scheduler runs it: nothing outside the network reaches the stack's database. */
async function runOnDocker(stack: string, name: string, args: string[]): Promise<number> {
  const { id } = (await asked(containersOf(stack))).find(({ service }) => service === 'scheduler') ?? {};
  if (!id) throw new CliError(`Stack ${stack} is not up. Bring it up: npm run up -- ${stack}`);
  return runInContainer(id, inContainer(name, args));
}

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

/** What a pipeline of a stack is given where it runs on this machine. @throws CliError when the stack is not up */
export async function environmentOf(stack: Stack): Promise<Record<string, string>> {
  const { name } = stack;
  const outputs = await outputsOf(stack);
  if (!outputs?.databaseUrl)
    throw new CliError(`Stack ${name} is not up. Bring it up: npm run up -- ${name}`);
  const config = await stack.getAllConfig();
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

function bucketCredentials(config: ConfigMap): Record<string, string> {
  const { 'backups:accessKeyId': id, 'backups:secretAccessKey': key } = config;
  return id && key ? { AWS_ACCESS_KEY_ID: id.value, AWS_SECRET_ACCESS_KEY: key.value } : {};
}

const variables: Record<string, string> = {
  feeds: 'FEEDS',
  replayDir: 'REPLAY_DIR',
  weather: 'WEATHER',
  defaultZone: 'DEFAULT_ZONE',
};
