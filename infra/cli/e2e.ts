import { runNode } from './run-node.ts';

/** `npm run e2e`: a real `pulumi up` in a temporary place, faults, and a real browser. */
export async function run(args: string[]): Promise<number> {
  return runNode('node_modules/vitest/vitest.mjs', ['run', '--project', 'e2e', ...args]);
}
