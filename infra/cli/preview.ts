import { type CostEstimate, costOf } from '../cost.ts';
import type { StackOutputs } from '../outputs.ts';
import { changesOf, eventPrinter } from './engine-events.ts';
import { commandOf, parse } from './options.ts';
import { explainPulumi, openStack, outputsOf, settingsOf } from './stack.ts';
import { line } from './terminal.ts';

/** `npm run preview [-- <stack>]`: what `up` would change, and what it would cost. Exit code 1 over budget. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'preview',
    'Shows what `up` would change and cost; changes nothing (default stack: local).',
    ['npm run preview', 'npm run preview -- production --json'],
  )
    .argument('[stack]')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ json?: true }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, true);
  const settings = await settingsOf(stack);
  const after = costOf(settings);
  const { onEvent, errors } = eventPrinter('planned');
  try {
    const { changeSummary } = await stack.preview({ onEvent, color: 'never', suppressProgress: true });
    const changes = changesOf(changeSummary);
    const before = (await outputsOf(stack))?.cost ?? null;
    line();
    console.log(`  =  ${changes.same} unchanged     ${changes.replace} replaced, ${changes.delete} deleted`);
    console.log(describeCost(before, after));
    if (parsed.options.json) console.log(JSON.stringify({ changes, cost: { before, after } }));
    return after.headroom < 0 && !settings.cloud.allowOverBudget ? 1 : 0;
  } catch (error) {
    for (const message of new Set(errors)) line(message);
    throw explainPulumi(error, name);
  }
}

function describeCost(before: StackOutputs['cost'] | null, after: CostEstimate): string {
  const usd = (value: number): string => `$${value.toFixed(2)}`;
  const verdict = after.headroom < 0 ? `   ✗ over by ${usd(-after.headroom)}` : '';
  return `  Cost per month      now ${before ? usd(before.total) : '–'}   after ${usd(after.total)}   budget ${usd(after.budget)}${verdict}`;
}
