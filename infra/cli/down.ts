import { rmSync } from 'node:fs';
import { changesOf, eventPrinter } from './engine-events.ts';
import { commandOf, parse } from './options.ts';
import { explainPulumi, openStack } from './stack.ts';
import { dataRootOfStack } from './supervised.ts';
import { line } from './terminal.ts';

/** `npm run down [-- <stack>] [--purge]`: `pulumi destroy`; data is kept unless asked. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf('down', 'Stops a stack (default: local). Its data is kept unless --purge.', [
    'npm run down',
    'npm run down -- local --purge',
  ])
    .argument('[stack]')
    .option('--purge', 'delete the data of the stack too; this cannot be undone')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ purge?: true; json?: true }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, false);
  const dataRoot = await dataRootOfStack(stack);

  line(`  pulumi destroy (stack ${name})`);
  const { onEvent, errors } = eventPrinter();
  try {
    const { summary } = await stack.destroy({ onEvent, color: 'never', suppressProgress: true });
    const changes = changesOf(summary.resourceChanges);
    line(`  ${changes.delete} deleted`);
    if (parsed.options.purge) {
      rmSync(dataRoot, { recursive: true, force: true });
      await stack.workspace.removeStack(name);
    }
    console.log(
      parsed.options.purge ? '  Data deleted.' : `  Data kept in ${dataRoot}   (--purge deletes it)`,
    );
    if (parsed.options.json) console.log(JSON.stringify({ changes, purged: parsed.options.purge === true }));
    return 0;
  } catch (error) {
    for (const message of new Set(errors)) line(message);
    throw explainPulumi(error, name);
  }
}
