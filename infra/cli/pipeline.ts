import { join } from 'node:path';
import { catalog } from '../catalog/index.ts';
import { CliError } from './errors.ts';
import { runNode } from './run-node.ts';
import { openStack, outputsOf } from './stack.ts';

const usage = `Usage: npm run pipeline -- <name> [--stack <stack>] [arguments of the pipeline]

Runs one pipeline by hand against a stack (default local), or against DATABASE_URL when that is set.

Examples:
  npm run pipeline -- price-sync
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
  const env = others.includes('--help') ? {} : await environmentOf(stack);
  return runNode(join('pipelines', `${name}.ts`), others, env);
}

const pipelines = (): string[] => catalog.jobs.flatMap(({ pipeline }) => pipeline ?? []);

function takeStack(args: string[]): { stack: string; others: string[] } {
  const index = args.indexOf('--stack');
  if (index === -1) return { stack: 'local', others: args };
  const stack = args[index + 1];
  if (!stack) throw new CliError('--stack needs the name of a stack.');
  return { stack, others: [...args.slice(0, index), ...args.slice(index + 2)] };
}

async function environmentOf(name: string): Promise<Record<string, string>> {
  if (process.env.DATABASE_URL) return {};
  const stack = await openStack(name, false);
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
    ...(outputs.redisUrl ? { REDIS_URL: outputs.redisUrl } : {}),
    STACK: name,
    ...setting('feeds'),
    ...setting('replayDir'),
    ...setting('defaultZone'),
  };
}

const variables: Record<string, string> = {
  feeds: 'FEEDS',
  replayDir: 'REPLAY_DIR',
  defaultZone: 'DEFAULT_ZONE',
};
