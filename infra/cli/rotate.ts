import { commandOf, parse } from './options.ts';
import { rotatable, rotate } from './rotation.ts';
import { openStack, outputsOf } from './stack.ts';
import { keepStateIfPossible } from './stack-state.ts';
import { line } from './terminal.ts';
import { update } from './up.ts';

/** `npm run rotate -- <secret> [<stack>]`: another secret, the old one working until the new one is everywhere. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'rotate',
    `Gives a stack another secret without an interruption (default stack: local). Secrets: ${rotatable.join(', ')}`,
    ['npm run rotate -- internal-api-key', 'npm run rotate -- database-password production'],
  )
    .argument('<secret>')
    .argument('[stack]')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ json?: true }>(command, args);
  if (!parsed) return 0;
  const [secret = '', name = 'local'] = parsed.operands;
  const stack = await openStack(name, false);
  await rotate(stack, secret, async () => {
    const { create, update: updated, replace } = await update(stack, name);
    return create + updated + replace;
  });
  await keepStateIfPossible(stack, await outputsOf(stack));
  line(`  ${secret} of stack ${name} is rotated. Commit Pulumi.${name}.yaml if it is in Git.`);
  if (parsed.options.json) console.log(JSON.stringify({ rotated: secret, stack: name }));
  return 0;
}
