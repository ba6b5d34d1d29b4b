import { environment } from '@eo/infra/catalog/index.ts';
import { $ } from 'zx';
import { runPipeline } from './kit/pipeline.ts';
import type { StepOutcome } from './kit/step.ts';

/**
 * `drift-check`: what was changed outside Pulumi of the stack of STACK. Pipelines know nothing of Pulumi, so it asks the
 * command that does, in a process of its own; drift, and drift that cannot be told, fail the run.
 */
await runPipeline({
  job: 'drift-check',
  description: 'Tells what was changed outside Pulumi at the vendors of a stack.',
  examples: ['drift-check --stack production', 'drift-check --stack staging --json'],
  async plan({ env: { STACK: stack }, progress }) {
    if (environment(stack)?.target !== 'cloud') {
      progress.note(`  ${stack} is at no vendor; npm run up compares it with what runs`);
      return { steps: [] };
    }
    const about = 'asks the vendors how everything is';
    return { steps: [{ name: stack, about, run: () => check(stack) }] };
  },
});

async function check(stack: string): Promise<StepOutcome> {
  // Exit code 1 stands for drift as for a stack that is not well, which has alerts of its own.
  const { stdout, stderr } = await $({
    nothrow: true,
    quiet: true,
  })`npm run --silent status -- ${stack} --json`;
  const answer = lastLineOf(stdout);
  if (!answer.startsWith('{')) return { outcome: 'failed', detail: lastLineOf(stderr) };
  const { drift } = JSON.parse(answer) as { drift: { found: unknown[] | null; text: string } };
  const detail = drift.text.trim().replaceAll(/\n */g, '; ');
  return { outcome: drift.found?.length === 0 ? 'ok' : 'failed', detail };
}

/** By contract, with `--json`, the document; on standard error what went wrong. */
function lastLineOf(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
