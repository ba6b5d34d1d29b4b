import { runNode } from './run-node.ts';

/** `npm test`: unit and integration tests on real parts. What a machine lacks is skipped by name unless REQUIRE_ALL=1. */
export async function run(args: string[]): Promise<number> {
  const projects = args.some((arg) => arg.startsWith('--project'))
    ? []
    : ['--project', 'unit', '--project', 'integration'];
  return runNode('node_modules/vitest/vitest.mjs', ['run', ...projects, ...args]);
}
