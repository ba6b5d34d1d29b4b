import { spawn } from 'node:child_process';
import { projectDir } from '../toolchain/project.ts';

/** Runs a TypeScript file or a program of node_modules in the project folder on this terminal; returns its exit code. */
export function runNode(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return run(process.execPath, [...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), file, ...args], env);
}

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
