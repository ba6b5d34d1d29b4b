import type { ChildProcess } from 'node:child_process';

/** How a process ended, in words: its signal or exit code, or why it could not be started. */
export function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
