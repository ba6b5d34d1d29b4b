import { buildAll } from '../build/build.ts';
import { ensureToolchain, ToolchainError } from '../toolchain/ensure.ts';
import { pulumiVersion } from '../toolchain/pulumi-version.ts';
import { dockerAdvice } from './docker-advice.ts';
import { type Changes, changesOf, eventPrinter } from './engine-events.ts';
import { adviceFor, CliError } from './errors.ts';
import { liveState } from './live-state.ts';
import { collect, commandOf, parse } from './options.ts';
import { configureBackups, restore, takeOver, type WhereBackupsAre } from './rebuild.ts';
import { explainPulumi, openStack, outputsOf, type Stack, settingsOf, withoutSecrets } from './stack.ts';
import { keepStateIfPossible } from './stack-state.ts';
import { summary } from './summary.ts';
import { line, step } from './terminal.ts';

interface Options extends WhereBackupsAre {
  json?: true;
  config: string[];
  restore?: string;
}

/** `npm run up [-- <stack>]`: everything from a fresh clone to the running product. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'up',
    'Brings a stack up and prints where everything is (default stack: local).',
    [
      'npm run up                                          the product on this machine',
      'npm run up -- local --config prices:defaultZone=SE3 the same with another default zone',
      'npm run up -- local --restore latest --backups-from /srv/backups --backup-key-file key.txt',
    ],
  )
    .argument('[stack]', 'local, docker, staging, production or a stack of your own')
    .option('-c, --config <key=value>', 'set a configuration value of the stack first', collect, [])
    .option(
      '--restore <which>',
      'rebuild a stack that is lost: put a backup into it (an id, `latest`, or an instant)',
    )
    .option(
      '--backups-from <place>',
      'folder or s3:// address of the backups; becomes backups:to of the stack',
    )
    .option('--backup-key-file <file>', 'file with the key that opens them, as the lost stack had it')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<Options>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const startedAt = new Date().toISOString();

  line(`  ${'Node'.padEnd(34)}${process.versions.node}`);
  await prepareToolchain();
  await step('app and web', buildAllOrExplain, (outcome) => (outcome === 'built' ? 'built' : 'built before'));
  const stack = await openStack(name, true);
  const isTakenOver = parsed.options.restore !== undefined && (await takeOver(stack, parsed.options));
  await configure(stack, parsed.options.config);
  await configureBackups(stack, parsed.options);
  const changes = await update(stack, name, isTakenOver);
  if (parsed.options.restore) await restore(stack, parsed.options.restore, startedAt);
  const outputs = await outputsOf(stack);
  if (!outputs)
    throw new CliError(`Stack ${name} came up without outputs. Look at: npx pulumi stack -s ${name}`);
  await keepStateIfPossible(stack, outputs);
  const live = await liveState(outputs);
  line();
  console.log(summary(name, outputs, live));
  if (parsed.options.json)
    console.log(JSON.stringify({ ...withoutSecrets(outputs), changes, health: live.health }));
  return live.health === 'healthy' ? 0 : 1;
}

async function prepareToolchain(): Promise<void> {
  try {
    await step(
      `Pulumi ${pulumiVersion}`,
      ({ detail }) =>
        ensureToolchain((what, share) =>
          detail(share === null ? what : `${what} ${Math.round(share * 100)} %`),
        ),
      ({ source }) => (source === 'cache' ? 'ok' : `ok (${source})`),
    );
  } catch (error) {
    if (error instanceof ToolchainError) throw error;
    throw new CliError(adviceFor(error) ?? String(error));
  }
}

async function buildAllOrExplain(): ReturnType<typeof buildAll> {
  try {
    return await buildAll();
  } catch (error) {
    throw new CliError(
      adviceFor(error) ?? `The build failed: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function configure(stack: Stack, settings: readonly string[]): Promise<void> {
  if (settings.length > 0) await stack.setAllConfig(Object.fromEntries(settings.map(parseSetting)));
}

function parseSetting(setting: string): [string, { value: string }] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
  if (!key || value === undefined) throw new CliError(`--config ${setting} is not of the form key=value.`);
  return [key, { value }];
}

/** @param isTakenOver whether what Pulumi knows of it may be gone */
export async function update(stack: Stack, name: string, isTakenOver = false): Promise<Changes> {
  const started = Date.now();
  line(`  pulumi up (stack ${name})`);
  const { onEvent, errors } = eventPrinter();
  const onDocker = (await settingsOf(stack)).target === 'docker';
  try {
    const { summary: result } = await stack.up({
      onEvent,
      // Docker's plugin compares with what it remembers: only a refresh finds a container that someone removed.
      refresh: onDocker || isTakenOver,
      color: 'never',
      suppressProgress: true,
      continueOnError: false,
    });
    const changes = changesOf(result.resourceChanges);
    line(`  ${describe(changes)}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return changes;
  } catch (error) {
    throw explainUpdate(error, errors, name, onDocker);
  }
}

function explainUpdate(error: unknown, errors: readonly string[], name: string, onDocker: boolean): Error {
  const found = errors.filter(
    (message) => !/^update failed$|resource registration|preview failed/i.test(message),
  );
  const known = explainPulumi(error, name);
  const advice = onDocker ? dockerAdvice([...found, known.message].join('\n')) : null;
  if (advice) return new CliError(`\n${advice}\nWhat was made stays.`);
  if (found.length === 0) return known;
  const text = /passphrase|locked/.test(known.message) ? known.message : [...new Set(found)].join('\n');
  return new CliError(`\n${text}\nWhat was made stays; run the command again when it is mended.`);
}

function describe({ create, update, replace, delete: deleted, same }: Changes): string {
  const parts = [
    [create, 'created'],
    [update, 'updated'],
    [replace, 'replaced'],
    [deleted, 'deleted'],
    [same, 'unchanged'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
