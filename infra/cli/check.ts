import { spawn } from 'node:child_process';
import { projectDir } from '../toolchain/project.ts';
import { step } from './terminal.ts';

/** What `npm run check` looks at; each a command that ends with 0 when all is well. */
const checks: readonly { label: string; args: readonly string[] }[] = [
  { label: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { label: 'types of the web app', args: ['node_modules/typescript/bin/tsc', '-p', 'web'] },
  {
    label: 'types of its service worker',
    args: ['node_modules/typescript/bin/tsc', '-p', 'web/service-worker'],
  },
  {
    label: 'lint and format',
    args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  },
  {
    label: 'boundaries, rules, workflows',
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'unit',
      'infra/rules',
      'infra/catalog',
      'infra/workflows',
    ],
  },
  {
    label: 'rules, alerts and their tests',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'check', 'monitoring'],
  },
  {
    label: 'generated files are up to date',
    args: ['--import', 'tsx', 'infra/cli/main.ts', 'generate', '--check'],
  },
];

/** `npm run check`: everything that can be told without running the product. All checks run; exit code 1 if one fails. */
export async function run(): Promise<number> {
  let failed = 0;
  for (const { label, args } of checks) {
    const result = await step(
      label,
      () => capture(args),
      ({ code }) => (code === 0 ? 'ok' : 'FAILED'),
    );
    if (result.code === 0) continue;
    failed += 1;
    console.error(result.output.trim());
  }
  return failed === 0 ? 0 : 1;
}

function capture(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
