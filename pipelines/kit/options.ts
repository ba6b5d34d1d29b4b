import { Command, CommanderError, InvalidArgumentError } from 'commander';

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
    .option('--unless-since <instant>', 'do nothing when a run started since (ISO 8601)', instantMs)
    .addHelpText(
      'after',
      `\nExamples:\n${examples.map((example) => `  npm run pipeline -- ${example}`).join('\n')}`,
    )
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

/** Unix milliseconds of an instant in an argument. */
export function instantMs(text: string): number {
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw new InvalidArgumentError(`"${text}" is not an instant. Write it like 2026-01-31T06:00:00Z.`);
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
    throw new UsageError(`${command.name()}: ${error.message.replace(/^error: |\.$/g, '')}. See --help.`);
  }
}
