import { Writable } from 'node:stream';
import { CommanderError } from 'commander';
import { openContext, type Shell } from './commands/context.ts';
import { describeError, SyncError } from './errors.ts';
import { makeProgram } from './program.ts';

/**
 * The command: takes its arguments, returns its exit code. 0: done, or left to a sync that runs; 1: it failed, with one
 * sentence on standard error and in the log; 2: it was called wrongly. From a hook (`--hook`, `--detached`) it is
 * silent and always 0: what went wrong stands in the log.
 */
export async function main(args: readonly string[], shell: Shell): Promise<number> {
  const isHook = args.includes('--hook') || args.includes('--detached');
  const own = isHook ? { ...shell, stdout: silence(), stderr: silence() } : shell;
  const code = await run(args, own);
  return isHook ? 0 : code;
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  let code = 0;
  const program = makeProgram(shell, (result) => {
    code = result;
  });
  try {
    refuseUnknown(
      args[0] ?? '',
      program.commands.map((command) => command.name()),
    );
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(error, args.includes('--json'), shell);
  }
}

/** The default command would take it for an argument of its own. */
function refuseUnknown(first: string, commands: readonly string[]): void {
  if (first === '' || first === 'help' || first.startsWith('-') || commands.includes(first)) return;
  throw new SyncError('usage', `There is no command ${first}. There are: ${commands.join(', ')}`);
}

function fail(error: unknown, json: boolean, shell: Shell): number {
  const message = describeError(error);
  const forPeople = error instanceof SyncError;
  shell.stderr.write(`${forPeople || !(error instanceof Error) ? message : error.stack}\n`);
  if (json) {
    const code = forPeople ? error.code : 'defect';
    shell.stdout.write(`${JSON.stringify({ outcome: 'failed', error: { code, message } })}\n`);
  }
  openContext(shell, json).log.error(message);
  return forPeople && error.code === 'usage' ? 2 : 1;
}

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
