import { readBackupKey } from './backup-key.ts';
import { changesOf, eventPrinter } from './engine-events.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { explainPulumi, openStack, outputsOf, type Stack } from './stack.ts';
import { type KeptAt, keepState, keptState, keptStates, putState, resourcesOf } from './stack-state.ts';
import { line } from './terminal.ts';

interface Options {
  from?: string;
  backupKeyFile?: string;
  at: string;
  json?: true;
}

/** `npm run state -- <keep|list|restore> [stack]`: what Pulumi knows of a stack, and its configuration, with the backups. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'state',
    'Keeps the state and configuration of a stack with its backups, as `npm run up` does, and takes the stack over from there (default stack: local).',
    [
      'npm run state -- keep production',
      'npm run state -- list production --from /srv/backups --backup-key-file key.txt',
      'npm run state -- restore production --from /srv/backups --backup-key-file key.txt',
    ],
  )
    .argument('<what>', 'keep, list or restore')
    .argument('[stack]')
    .option('--from <place>', 'list, restore: folder or s3:// address of the backups')
    .option('--backup-key-file <file>', 'list, restore: file with the key that opens them')
    .option('--at <which>', 'restore: an id, or an instant: the last one before it', 'latest')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<Options>(command, args);
  if (!parsed) return 0;
  const [what = '', name = 'local'] = parsed.operands;
  const told = await act(what, name, parsed.options);
  if (parsed.options.json) console.log(JSON.stringify({ stack: name, ...told }));
  return 0;
}

/** @returns what `--json` tells */
async function act(what: string, name: string, options: Options): Promise<object> {
  if (what === 'keep') return keep(name);
  if (what === 'list') return list(name, await keptAt(options), options.json);
  if (what === 'restore') return restore(name, await keptAt(options), options.at);
  throw new CliError(`state: there is no "${what}". Known: keep, list, restore.`);
}

/** Without the stack, people say where and with which key. */
async function keptAt({ from, backupKeyFile }: Options): Promise<KeptAt> {
  if (!from || !backupKeyFile)
    throw new CliError(
      'Where are the backups, and what opens them? Say --from <folder or s3:// address> and --backup-key-file <file>.',
    );
  return { from, key: await readBackupKey(backupKeyFile) };
}

async function keep(name: string): Promise<object> {
  const stack = await openStack(name, false);
  if (!(await keepState(stack, await outputsOf(stack))))
    throw new CliError(
      `Stack ${name} is not up, or has no place for backups. Set one: npx pulumi config set backups:to <folder or s3:// address> -s ${name}`,
    );
  return { kept: true };
}

async function list(name: string, at: KeptAt, isForMachines = false): Promise<object> {
  const ids = await keptStates(name, at);
  if (ids.length === 0) line(`  ${at.from} has no state of ${name}.`);
  if (!isForMachines) for (const id of ids) console.log(id);
  return { ids };
}

async function restore(name: string, at: KeptAt, which: string): Promise<object> {
  const kept = await keptState(name, at, which);
  if (!kept) throw new CliError(`${at.from} has no state of ${name}; ${name} was left as it is.`);
  const stack = await openStack(name, true);
  await putState(stack, kept);
  const count = resourcesOf(kept.deployment);
  line(
    `  ${name} is as it was kept at ${kept.id}: ${count} resources. Looks for what of them is still there`,
  );
  await refresh(stack);
  line(`  Go on: npm run up -- ${name}`);
  return { restored: kept.id, resources: count };
}

/** What is gone leaves the state; `up` makes it again. */
async function refresh(stack: Stack): Promise<void> {
  const { onEvent, errors } = eventPrinter();
  try {
    const { summary } = await stack.refresh({ onEvent, color: 'never', suppressProgress: true });
    const { same, update, delete: gone } = changesOf(summary.resourceChanges);
    line(`  ${same} as they were, ${update} not, ${gone} gone`);
  } catch (error) {
    for (const message of new Set(errors)) line(message);
    throw new CliError(
      `${explainPulumi(error, stack.name).message}\n` +
        `The state is restored, but not compared with what is there. Once the reason is gone: npx pulumi refresh -s ${stack.name}`,
    );
  }
}
