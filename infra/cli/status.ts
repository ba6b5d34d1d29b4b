import { CliError } from './errors.ts';
import { liveState } from './live-state.ts';
import { commandOf, parse } from './options.ts';
import { openStack, outputsOf, withoutSecrets } from './stack.ts';
import { summary } from './summary.ts';
import { supervised } from './supervised.ts';
import { duration } from './terminal.ts';

/** `npm run status [-- <stack>]`: outputs, live health, freshness, job runs. Exit code 1 when something is wrong. */
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
  const [live, processes] = await Promise.all([liveState(name, outputs), supervised(stack)]);

  console.log(summary(outputs, live));
  console.log(`\n${processes.map(describeProcess).join('\n')}`);
  for (const { name: job, lastSuccess } of live.jobs) {
    const age = lastSuccess ? `${duration(Date.now() - Date.parse(lastSuccess))} ago` : 'never';
    console.log(`  job ${job.padEnd(20)} last success ${age}`);
  }
  const down = processes.filter(({ state }) => state !== 'healthy');
  const health = live.health === 'healthy' && down.length > 0 ? 'degraded' : live.health;
  if (health !== 'healthy') console.log(`\n  ${health}: repair with npm run up -- ${name}`);
  if (parsed.options.json) {
    const changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
    console.log(JSON.stringify({ ...withoutSecrets(outputs), changes, health, live, processes }));
  }
  return health === 'healthy' ? 0 : 1;
}

function describeProcess({ name, state, replicas }: Awaited<ReturnType<typeof supervised>>[number]): string {
  const each = replicas.map(({ pid, startedAt, restarts, rssBytes }) => {
    const since = startedAt ? `up ${duration(Date.now() - Date.parse(startedAt))}` : 'not running';
    const memory = rssBytes ? `${Math.round(rssBytes / 2 ** 20)} MB` : '';
    return [`pid ${pid ?? '-'}`, since, `${restarts} restarts`, memory].filter(Boolean).join(', ');
  });
  return `  ${name.padEnd(14)}${state.padEnd(12)}${each.join(' | ')}`;
}
