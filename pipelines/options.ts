import { Command, CommanderError } from 'commander';

/** Thrown for arguments or an environment that cannot be used; the message is one sentence and the next step. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A pipeline's command line, with the options that every pipeline has. */
export function pipelineCommand(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .option('--dry-run', 'say what would be done; write nothing')
    .option('--json', 'print one JSON document as the last line')
    .addHelpText(
      'after',
      `\nExamples:\n${examples.map((example) => `  npm run pipeline -- ${example}`).join('\n')}`,
    )
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

/**
 * Parses arguments; null when help was asked for and printed.
 *
 * @throws UsageError on unknown options or arguments
 */
export function parseOptions<Options extends object>(
  command: Command,
  args: readonly string[],
): Options | null {
  try {
    return command.parse([...args], { from: 'user' }).opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return null;
    throw new UsageError(`${command.name()}: ${error.message.replace(/^error: /, '')}. See --help.`);
  }
}

/**
 * Exit codes of a pipeline: 0 when all went well or nothing was to do, 2 when a part failed, 1 when all did.
 */
export const exitCodes = { ok: 0, unchanged: 0, partial: 2, failed: 1 } as const;

/** Runs a pipeline as a process: sets the exit code and turns errors made for people into their message. */
export async function asProcess(main: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const forPeople =
      error instanceof Error && ['UsageError', 'EnvError', 'FeedsConfigError'].includes(error.name);
    console.error(forPeople ? error.message : error);
    process.exitCode = 1;
  }
}
