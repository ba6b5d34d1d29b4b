import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a pipeline that ran as a process of its own ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The document of `--json`, the last line. */
  json: {
    outcome: string;
    counts: Record<string, number>;
    steps: { name: string; outcome: string; detail: string | null; counts: Record<string, number> }[];
  };
}

/**
 * Runs a file of the pipelines with `--json`, with nothing of this process's environment but PATH.
 *
 * @param input what it reads from its standard input
 */
export function runPipelineFile(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Ran> {
  const child = startPipelineFile(name, [...args, '--json'], env);
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      resolve({ code, stdout, stderr, json: last.startsWith('{') ? JSON.parse(last) : null });
    });
  });
}

export function startPipelineFile(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  const file = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: 'pipe',
  });
}
