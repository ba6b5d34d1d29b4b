import { reportDrift } from './drift.ts';
import { CliError } from './errors.ts';
import { liveState } from './live-state.ts';
import { commandOf, parse } from './options.ts';
import { describePart, isWell, partsOf } from './parts.ts';
import { openStack, outputsOf, withoutSecrets } from './stack.ts';
import { summary } from './summary.ts';
import { duration } from './terminal.ts';

/**
 * `npm run status [-- <stack>]`: outputs, live health, freshness, job runs, and in the cloud what was changed outside
 * Pulumi. Exit code 1 when something is wrong.
 */
export async function run(args: string[]): Promise<number> {
  const command = commandOf('status', 'Shows how a stack is doing (default stack: local).', [
    'npm run status',
    'npm run status -- local --json',
  ])
    .argument('[stack]')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ json?: true }>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'local';
  const stack = await openStack(name, false);
  const outputs = await outputsOf(stack);
  if (!outputs) throw new CliError(`Stack ${name} is not up. Bring it up: npm run up -- ${name}`);
  const [live, processes, drift] = await Promise.all([
    liveState(outputs),
    partsOf(stack),
    // What runs on this machine is compared with every `up`.
    outputs.neonProjectId ? reportDrift(stack) : null,
  ]);

  console.log(summary(name, outputs, live));
  console.log(`\n${processes.map(describePart).join('\n')}`);
  for (const { name: job, lastSuccess } of live.jobs) {
    const age = lastSuccess ? `${duration(Date.now() - Date.parse(lastSuccess))} ago` : 'never';
    console.log(`  job ${job.padEnd(20)} last success ${age}`);
  }
  const down = processes.filter((part) => !isWell(part));
  const health = live.health === 'healthy' && down.length > 0 ? 'degraded' : live.health;
  if (health !== 'healthy') console.log(`\n  ${health}: repair with npm run up -- ${name}`);
  if (drift) console.log(`\n${drift.text}`);
  if (drift?.found?.length) console.log(`  undo it with npx pulumi up --refresh -s ${name}`);
  if (parsed.options.json) {
    const changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
    console.log(
      JSON.stringify({
        ...withoutSecrets(outputs),
        changes,
        health,
        live,
        processes,
        drift,
      }),
    );
  }
  return health === 'healthy' && !drift?.found?.length ? 0 : 1;
}
