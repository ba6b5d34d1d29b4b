import { Command, CommanderError } from 'commander';
import { CliError } from './errors.ts';

/** A command with the help and errors of the kit: two examples each, one sentence on bad usage. */
export function commandOf(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

/**
 * Parses arguments; null when help was asked for and printed.
 *
 * @throws CliError on unknown options or arguments
 */
export function parse<Options extends object>(
  command: Command,
  args: readonly string[],
): { options: Options; operands: string[] } | null {
  try {
    command.parse([...args], { from: 'user' });
    return { options: command.opts<Options>(), operands: command.args };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') return null;
    const what = error.message.replace(/^error: /, '');
    throw new CliError(`${command.name()}: ${what}.\nSee: npm run ${command.name()} -- --help`);
  }
}

/** Collects a repeatable option. */
export const collect = (value: string, previous: string[]): string[] => [...previous, value];
