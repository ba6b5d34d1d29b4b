import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Kills a process with everything that it has started: plugins of the CLI are in process groups of their own. */
export async function killTree(root: number | undefined): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const doomed = [root ?? 0];
  for (const parent of doomed) doomed.push(...all.flatMap(([pid, ppid]) => (ppid === parent ? [pid] : [])));
  for (const pid of doomed) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
