import { commands, isCommand } from './commands.ts';
import { CliError } from './errors.ts';

/** `npm run <command> -- <arguments>`: looks the command up, runs it, turns what is thrown into one clear message. */
async function main([name = '', ...args]: string[]): Promise<number> {
  if (!isCommand(name)) {
    console.error(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}`);
    return 2;
  }
  try {
    const { run } = await commands[name]();
    return await run(args);
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

/** Errors made for people carry their next step; anything else is a defect and keeps its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople =
    error instanceof CliError ||
    ['LocalError', 'SettingsError', 'ToolchainError', 'EnvError'].includes(error.name);
  return forPeople ? error.message : error.stack || error.message;
}

process.exitCode = await main(process.argv.slice(2));
