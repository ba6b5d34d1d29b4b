import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { runNode } from './run-node.ts';
import { openStack, outputsOf } from './stack.ts';

/** `npm run role -- <e-mail address> <role>`: the first admin of a stack is made this way. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'role',
    'Gives an account of a stack another role: user, operator or admin. Works on DATABASE_URL when that is set.',
    [
      'npm run role -- anna@example.org admin',
      'npm run role -- anna@example.org operator --stack production',
    ],
  )
    .argument('<address>')
    .argument('<role>')
    .option('--stack <stack>', 'stack whose account it is', 'local');
  const parsed = parse<{ stack: string }>(command, args);
  if (!parsed) return 0;
  const env = process.env.DATABASE_URL ? {} : { DATABASE_URL: await databaseUrlOf(parsed.options.stack) };
  return runNode('app/db/role-main.ts', parsed.operands, env);
}

async function databaseUrlOf(name: string): Promise<string> {
  const outputs = await outputsOf(await openStack(name, false));
  if (outputs?.databaseUrl) return outputs.databaseUrl;
  throw new CliError(`Stack ${name} is not up. Bring it up: npm run up -- ${name}`);
}
