import { environment } from '../catalog/index.ts';
import { type CostEstimate, estimateCost } from '../cost.ts';
import type { StackOutputs } from '../outputs.ts';
import { readSettings } from '../settings.ts';
import { changesOf, eventPrinter } from './engine-events.ts';
import { commandOf, parse } from './options.ts';
import { explainPulumi, openStack, outputsOf, type Stack } from './stack.ts';
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
  const { onEvent, errors } = eventPrinter('planned');
  try {
    const { changeSummary } = await stack.preview({ onEvent, color: 'never', suppressProgress: true });
    const changes = changesOf(changeSummary);
    const [before, after] = [(await outputsOf(stack))?.cost ?? null, await plannedCost(stack)];
    line();
    console.log(`  =  ${changes.same} unchanged     ${changes.replace} replaced, ${changes.delete} deleted`);
    console.log(describeCost(before, after));
    if (parsed.options.json) console.log(JSON.stringify({ changes, cost: { before, after } }));
    return after.headroom < 0 ? 1 : 0;
  } catch (error) {
    for (const message of new Set(errors)) line(message);
    throw explainPulumi(error, name);
  }
}

async function plannedCost(stack: Stack): Promise<CostEstimate> {
  const config = await stack.getAllConfig();
  const settings = readSettings(
    stack.name,
    'electricity-optimizer',
    (space, key) => config[`${space}:${key}`]?.value,
  );
  const bought = environment(settings.stack) ?? {
    name: stack.name,
    target: 'local',
    nodeEnv: 'production',
    purpose: '',
    plans: {},
  };
  return estimateCost(bought, settings.budgetUsd, { backendReplicas: settings.backendReplicas });
}

function describeCost(before: StackOutputs['cost'] | null, after: CostEstimate): string {
  const usd = (value: number): string => `$${value.toFixed(2)}`;
  const verdict = after.headroom < 0 ? `   ✗ over by ${usd(-after.headroom)}` : '';
  return `  Cost per month      now ${before ? usd(before.total) : '–'}   after ${usd(after.total)}   budget ${usd(after.budget)}${verdict}`;
}
