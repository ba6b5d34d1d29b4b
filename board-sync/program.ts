import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { startDetached } from './commands/background.ts';
import { type Context, openContext, type Shell } from './commands/context.ts';
import { addHooks, removeHooks } from './commands/hooks.ts';
import { lint } from './commands/lint.ts';
import { setUp, showPlan } from './commands/plan.ts';
import { showLogs, showQueue, showStatus } from './commands/status.ts';
import { runSync } from './commands/sync.ts';
import { configName } from './config.ts';
import { examplesOf } from './examples.ts';
import type { Scope } from './places.ts';

/** Gets the exit code of the command that ran. */
type Finish = (code: number) => void;

interface SyncFlags {
  force?: boolean;
  bg?: boolean;
  detached?: boolean;
  hook?: boolean;
  json?: boolean;
  config?: string;
  reason: string;
  mode?: 'full' | 'event';
  once?: boolean;
}

/** The commands, their flags and their help. Throws instead of ending the process. */
export function makeProgram(shell: Shell, finish: Finish): Command {
  const program = new Command('board-sync')
    .description(
      'Keeps the GitHub project and the Notion roadmap in step with TODO.md and the issues. Without a command it syncs both; --force starts at once, --bg runs in the background.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
    });
  addSyncs(program, shell, finish);
  addLooks(program, shell, finish);
  addSetup(program, shell, finish);
  for (const command of [program, ...program.commands]) {
    command.addHelpText('after', examplesOf(command.name()));
  }
  return program;
}

function addSyncs(program: Command, shell: Shell, finish: Finish): void {
  const sync = (name: string, description: string, scopeOf: (flags: SyncFlags) => Scope, isDefault = false) =>
    program
      .command(name, { isDefault })
      .description(description)
      .option('--force', 'start now, also within the debounce, and go past the safety limits')
      .option('--bg', 'run in the background')
      .option('--json', 'print one JSON document')
      .option('--config <file>', `settings (default ${configName})`)
      .addOption(new Option('--reason <word>', 'what the log calls this run').default('manual').hideHelp())
      .addOption(new Option('--detached', 'runs in the background already').hideHelp())
      .addOption(new Option('--hook', 'silent, and never fails').hideHelp())
      .action(async (flags: SyncFlags) => finish(await startSync(name, scopeOf(flags), flags, shell)));
  sync('all', 'sync the GitHub project and the Notion roadmap (default)', () => 'all', true);
  sync(
    'github',
    'sync the GitHub project; with --mode the issues to Notion',
    ({ mode }) => (mode ? (mode === 'event' ? 'notion-event' : 'notion-issues') : 'github'),
    false,
  ).addOption(
    new Option('--mode <mode>', 'issues to Notion: all of them, or the one of GITHUB_EVENT_PATH').choices([
      'full',
      'event',
    ]),
  );
  sync('notion', 'sync the Notion roadmap', ({ once }) => (once ? 'notion-todo' : 'notion')).option(
    '--once',
    'from TODO.md only, without GitHub',
  );
  sync('drain', 'answer the queue with a full sync', () => 'all');
}

async function startSync(command: string, scope: Scope, flags: SyncFlags, shell: Shell): Promise<number> {
  const { force = false, bg = false, detached = false, hook = false, json = false, reason } = flags;
  const context = openContext(shell, json);
  if (bg) return startInBackground(context, command, flags);
  const config = flags.config === undefined ? {} : { config: flags.config };
  return runSync(context, {
    command,
    scope,
    reason,
    force,
    detached,
    unattended: hook || detached,
    ...config,
  });
}

function startInBackground(context: Context, command: string, flags: SyncFlags): number {
  const { force, config, mode, once, reason } = flags;
  startDetached(context, [
    command,
    ...(force ? ['--force'] : []),
    ...(once ? ['--once'] : []),
    ...(mode ? ['--mode', mode] : []),
    ...(config ? ['--config', config] : []),
    ...['--reason', reason],
  ]);
  context.print('The sync runs in the background: npm run board-sync -- status', { outcome: 'background' });
  return 0;
}

function addLooks(program: Command, shell: Shell, finish: Finish): void {
  const look = (name: string, description: string) =>
    program.command(name).description(description).option('--json', 'print one JSON document');
  look('status', 'last sync, lock, queue').action(({ json = false }: { json?: boolean }) =>
    finish(showStatus(openContext(shell, json))),
  );
  look('logs', 'the last lines of the log')
    .option('-n, --lines <number>', 'how many', positive, 50)
    .action(({ json = false, lines }: { json?: boolean; lines: number }) =>
      finish(showLogs(openContext(shell, json), lines)),
    );
  look('queue', 'the requests that wait').action(({ json = false }: { json?: boolean }) =>
    finish(showQueue(openContext(shell, json))),
  );
  look('lint', 'what in the checklist is not understood; asks no service')
    .addArgument(new Argument('[file]', 'the checklist').default('TODO.md'))
    .action((file: string, { json = false }: { json?: boolean }) =>
      finish(lint(openContext(shell, json), file)),
    );
  look('plan', 'what a sync would change; changes nothing')
    .addArgument(new Argument('[scope]').choices(['all', 'github', 'notion']).default('all'))
    .option('--config <file>', `settings (default ${configName})`)
    .action(async (scope: Scope, flags: { json?: boolean; config?: string }) =>
      finish(await showPlan(openContext(shell, flags.json ?? false), scope, flags.config)),
    );
}

function addSetup(program: Command, shell: Shell, finish: Finish): void {
  program
    .command('setup')
    .description('bring the Notion database and the project to their schema')
    .option('--dry-run', 'only say what would be done')
    .option('--json', 'print one JSON document')
    .option('--config <file>', `settings (default ${configName})`)
    .action(async (flags: { dryRun?: boolean; json?: boolean; config?: string }) =>
      finish(await setUp(openContext(shell, flags.json ?? false), flags.dryRun ?? false, flags.config)),
    );
  program
    .command('install-hooks')
    .description('sync after commits, merges and branch switches')
    .option('--claude', "also add Claude Code's hooks to .claude/settings.json")
    .option('--json', 'print one JSON document')
    .action(({ claude = false, json = false }: { claude?: boolean; json?: boolean }) =>
      finish(addHooks(openContext(shell, json), claude)),
    );
  program
    .command('uninstall-hooks')
    .description("remove what install-hooks added, Claude Code's hooks too")
    .option('--json', 'print one JSON document')
    .action(({ json = false }: { json?: boolean }) => finish(removeHooks(openContext(shell, json))));
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It is to be a whole number above 0.');
}
