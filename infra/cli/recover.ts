import type { Settings } from '../settings.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { dockerSite } from './recovery/docker.ts';
import { localSite } from './recovery/local.ts';
import { recoverAtNeon } from './recovery/neon.ts';
import type { RecoverySite } from './recovery/site.ts';
import { openStack, type Stack, settingsOf } from './stack.ts';
import { line, step } from './terminal.ts';

/** `npm run recover -- [stack] --to <instant>`: the database as it was at a second. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'recover',
    'Puts the database of a stack back to how it was at a second (default stack: local). What was there stays beside.',
    [
      'npm run recover -- --to 2026-11-27T09:41:30Z    everything until then, and nothing of after it',
      'npm run recover -- --to latest                  as far as the stored log goes',
      'npm run recover -- docker --to latest',
      'npm run recover -- production --to 2026-11-27T09:41:30Z   by Neon, which keeps its own log',
    ],
  )
    .argument('[stack]')
    .requiredOption('--to <instant>', 'ISO 8601, or `latest`')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ to: string; json?: true }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, false);
  const settings = await settingsOf(stack);
  const { to, json } = parsed.options;
  const told = settings.target === 'cloud' ? await atNeon(stack, to) : await beside(stack, settings, to);
  if (json) console.log(JSON.stringify({ stack: name, ...told }));
  return 0;
}

/** What `--json` tells. */
interface Told {
  /** ISO instant. */
  asOf: string;
  /** The branch at Neon that what was there is now. */
  keptAs?: string;
}

async function atNeon(stack: Stack, to: string): Promise<Told> {
  const { keptAs } = await step(
    'Neon',
    () => recoverAtNeon(stack, to),
    () => `as of ${to}`,
  );
  line(`  What was there before is the branch ${keptAs}; when all is well, delete it in the Neon console.`);
  return { asOf: to, keptAs };
}

/** On a server that plays the stored log, beside the one in use. */
async function beside(stack: Stack, settings: Settings, to: string): Promise<Told> {
  const { name } = stack;
  const site = await siteOf(stack, settings);
  try {
    // Without a database that answers, what is stored already has to do.
    if ((await site.onDatabase('wal-archive', [])) !== 0)
      line(`  The last minutes of ${name} could not be stored; what is stored is used.`);
    // An instant was asked for: what is newer is meant to go, and stays beside.
    return { asOf: await recover(site, name, ['--at', to], ['--force']) };
  } finally {
    await site.remove();
  }
}

/**
 * Puts into a stack that was made in the place of a lost one what the lost one had, to the last second that its log was stored of.
 *
 * @param lostAt ISO instant: log of after it is of the new stack
 * @returns whether it did; not where the log goes no further than the last backup, or cannot be played
 */
export async function recoverLost(stack: Stack, lostAt: string): Promise<boolean> {
  const settings = await settingsOf(stack);
  if (settings.target === 'cloud' || settings.docker.swarm) return false;
  try {
    const site = await siteOf(stack, settings);
    await recover(site, stack.name, ['--lost-at', lostAt], []).finally(() => site.remove());
    return true;
  } catch (error) {
    line(`  ${(error as Error).message}\n  The last backup is put back instead.`);
    return false;
  }
}

/** @throws CliError naming what helps on stacks whose server is out of reach */
async function siteOf(stack: Stack, { target, docker }: Settings): Promise<RecoverySite> {
  const { name } = stack;
  if (docker.swarm)
    throw new CliError(
      `Stack ${name} is on a swarm, whose scheduler and PostgreSQL may be on different machines.\n` +
        `The last backup before an instant is put back by: npm run pipeline -- restore --stack ${name} --backup <instant>`,
    );
  return target === 'docker' ? dockerSite(stack) : localSite(stack);
}

/**
 * @param which arguments of `wal-fetch` that say how far
 * @param how those of `restore`
 * @returns ISO instant that the database is as of
 */
async function recover(
  site: RecoverySite,
  name: string,
  which: readonly string[],
  how: readonly string[],
): Promise<string> {
  orFail('The log could not be laid out', await site.layOut(which));
  const until = await site.until();
  const recovered = await step(
    'PostgreSQL beside',
    () => site.start(),
    () => `as of ${until}`,
  );
  try {
    const code = await recovered.onDatabase('backup', ['--as-of', until]);
    orFail('What was recovered could not be read', code);
  } finally {
    await recovered.stop();
  }
  orFail('It could not be put back', await site.onDatabase('restore', ['--backup', until, ...how]));
  line(`  ${name} is as it was at ${until}.`);
  return until;
}

function orFail(what: string, code: number): void {
  if (code !== 0) throw new CliError(`${what}; the database is as it was before.`);
}
