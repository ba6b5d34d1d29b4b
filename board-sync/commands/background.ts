import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Context } from './context.ts';

/** Starts the command again as a process of its own that outlives this one, and says nothing but to the log. */
export function startDetached({ workspace, shell, log }: Context, args: readonly string[]): void {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, cli, ...args, '--detached'], {
    cwd: workspace.folder,
    env: shell.env,
    detached: true,
    stdio: 'ignore',
  });
  child.once('error', (error) => log.error(`the background process did not start: ${error.message}`));
  child.unref();
}
