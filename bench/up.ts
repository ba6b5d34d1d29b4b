import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestStack, execute, succeeded, type TestStack } from '../infra/e2e/kit.ts';
import { projectDir } from '../infra/toolchain/project.ts';
import { median, report } from './report.ts';

/**
 * Times `npm run up` in a fresh clone of the last commit, installing and building included, with the Pulumi CLI
 * present; then `up` with nothing to change and `preview`, three times each.
 */
const folder = mkdtempSync(join(tmpdir(), 'eo-bench-'));
const clone = join(folder, 'clone');
let stack: TestStack | null = null;
try {
  succeeded(await execute('git', ['clone', '--quiet', projectDir, clone], process.env));
  stack = await createTestStack({ 'prices:feeds': 'simulated' }, { project: clone });
  const first = await stack.run('up', stack.config);
  const again = await times(3, async (same) => succeeded(await same.run('up')).seconds, stack);
  const preview = await times(3, async (same) => succeeded(await same.run('preview')).seconds, stack);
  report('up', [
    { name: 'first_up_seconds', value: succeeded(first).seconds, unit: 's', goal: { atMost: 120 } },
    { name: 'noop_up_seconds', value: median(again), unit: 's', goal: { atMost: 10 } },
    { name: 'preview_seconds', value: median(preview), unit: 's', goal: { atMost: 8 } },
  ]);
} finally {
  await stack?.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function times(
  count: number,
  measure: (same: TestStack) => Promise<number>,
  same: TestStack,
): Promise<number[]> {
  const values: number[] = [];
  for (let done = 0; done < count; done += 1) values.push(await measure(same));
  return values;
}
