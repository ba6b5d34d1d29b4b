import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startRecovered } from '../plugins/local/postgres/recovered.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { environmentOf } from './pipeline.ts';
import { runNode } from './run-node.ts';
import { openStack, settingsOf } from './stack.ts';
import { dataRootOfStack } from './supervised.ts';
import { line, step } from './terminal.ts';

/** `npm run recover -- [stack] --to <instant>`: the database as it was at a second. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'recover',
    'Puts the database of a local stack back to how it was at a second (default stack: local). What was there stays beside.',
    [
      'npm run recover -- --to 2026-11-27T09:41:30Z    everything until then, and nothing of after it',
      'npm run recover -- --to latest                  as far as the stored log goes',
    ],
  )
    .argument('[stack]')
    .requiredOption('--to <instant>', 'ISO 8601, or `latest`');
  const parsed = parse<{ to: string }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, false);
  const { target } = await settingsOf(stack);
  if (target !== 'local') throw new CliError(elsewhere[target](name));
  const env = await environmentOf(stack);
  await archiveNow(name, env);
  const dataRoot = await dataRootOfStack(stack);
  const folder = join(dataRoot, 'recover');
  // Of a run that was ended half-way.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    await recover({ name, to: parsed.options.to, env, dataRoot, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

/** What helps on stacks whose server is not a process of this machine. */
const elsewhere = {
  docker: (name: string) =>
    `Stack ${name} is on Docker, whose last backup before an instant is put back by:\n` +
    `npm run pipeline -- restore --stack ${name} --backup <instant>`,
  cloud: (name: string) =>
    `The database of ${name} is at Neon, which keeps every second of its last day or week itself:\n` +
    'restore the branch there (docs/operations/recovery.md), or put a backup back: ' +
    `npm run pipeline -- restore --stack ${name} --backup <instant>`,
};

interface Recovery {
  name: string;
  to: string;
  env: Record<string, string>;
  dataRoot: string;
  folder: string;
}

/** What was written since the last run; without a database that answers, what is stored already has to do. */
async function archiveNow(name: string, env: Record<string, string>): Promise<void> {
  const code = await runNode('pipelines/wal-archive.ts', [], env);
  if (code !== 0) line(`  The last minutes of ${name} could not be stored; what is stored is used.`);
}

async function recover({ name, to, env, dataRoot, folder }: Recovery): Promise<void> {
  await orFail('The log could not be laid out', 'wal-fetch', ['--at', to, '--into', folder], env);
  const { until } = JSON.parse(readFileSync(join(folder, 'laid-out.json'), 'utf8')) as { until: string };
  const server = await step(
    `PostgreSQL as of ${until}`,
    () => startRecovered(folder, dataRoot),
    () => 'recovered',
  );
  try {
    const url = new URL(env.OWNER_DATABASE_URL ?? env.DATABASE_URL ?? '');
    const recovered = server.url(url.username, url.pathname.slice(1));
    const beside = { ...env, DATABASE_URL: recovered, OWNER_DATABASE_URL: recovered };
    await orFail('What was recovered could not be read', 'backup', ['--as-of', until], beside);
  } finally {
    await server.stop();
  }
  // An instant was asked for: what is newer is meant to go, and stays beside.
  await orFail('It could not be put back', 'restore', ['--backup', until, '--force'], env);
  line(`  ${name} is as it was at ${until}.`);
}

async function orFail(
  what: string,
  pipeline: string,
  args: string[],
  env: Record<string, string>,
): Promise<void> {
  const code = await runNode(`pipelines/${pipeline}.ts`, args, env);
  if (code !== 0) throw new CliError(`${what}; the database is as it was before.`);
}
