import { spawn } from 'node:child_process';
import { projectDir } from '../toolchain/project.ts';

/** Runs a TypeScript file or a program of node_modules in the project folder on this terminal; returns its exit code. */
export function runNode(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return run(process.execPath, argumentsOf(file, args), env);
}

/** What a program said, and how it ended. */
interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** The same with nothing on this terminal. */
export function outputOfNode(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Said> {
  return outputOf(process.execPath, argumentsOf(file, args), env, input);
}

/**
 * Runs a program in the project folder with nothing on this terminal.
 *
 * @param input what it reads from its standard input
 */
export function outputOf(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectDir, env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    // One that ends before it has read all says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const argumentsOf = (file: string, args: readonly string[]): string[] => [
  ...(file.endsWith('.ts') ? ['--import', 'tsx'] : []),
  file,
  ...args,
];

function run(command: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const forward = (): void => void child.kill('SIGTERM');
    const wait = (): void => {};
    process.on('SIGTERM', forward).on('SIGINT', wait);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGTERM', forward).off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
