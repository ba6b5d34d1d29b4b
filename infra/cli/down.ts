import { changesOf, eventPrinter } from './engine-events.ts';
import { commandOf, parse } from './options.ts';
import { explainPulumi, openStack } from './stack.ts';
import { dataOf } from './stack-data.ts';
import { line } from './terminal.ts';

/** `npm run down [-- <stack>] [--purge]`: `pulumi destroy`; data is kept unless asked. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf('down', 'Stops a stack (default: local). Its data is kept unless --purge.', [
    'npm run down',
    'npm run down -- docker --purge',
  ])
    .argument('[stack]')
    .option('--purge', 'delete the data of the stack too; this cannot be undone')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ purge?: true; json?: true }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, false);
  const data = await dataOf(stack);

  line(`  pulumi destroy (stack ${name})`);
  const { onEvent, errors } = eventPrinter();
  const purge = parsed.options.purge === true;
  try {
    await data.clear();
    if (purge) await data.release();
    const { summary } = await stack.destroy({
      onEvent,
      color: 'never',
      suppressProgress: true,
      excludeProtected: !purge,
    });
    const changes = changesOf(summary.resourceChanges);
    line(`  ${changes.delete} deleted`);
    if (purge) {
      await data.remove();
      await stack.workspace.removeStack(name);
    }
    console.log(purge ? '  Data deleted.' : `  ${await data.kept()}`);
    if (parsed.options.json) console.log(JSON.stringify({ changes, purged: purge }));
    return 0;
  } catch (error) {
    for (const message of new Set(errors)) line(message);
    throw explainPulumi(error, name);
  }
}
