import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What the system knows of a process. Together with its pid the start time names a process for good: a pid alone
 * may have gone to another program since.
 */
export function startTimeOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') return ps(pid, 'lstart=');
    // Field 22 of stat(5); the name in parentheses may hold spaces, so count from behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Resident memory in bytes; null when the process is gone. */
export function residentBytes(pid: number): number | null {
  try {
    if (process.platform !== 'linux') return Number(ps(pid, 'rss=')) * 1024;
    const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * 4096;
  } catch {
    return null;
  }
}

/** Whether that very process still runs. */
export function isRunning(pid: number, startTime: string | null): boolean {
  const now = startTimeOf(pid);
  return now !== null && (startTime === null || now === startTime);
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}

/** Sends a signal to the process and everything it started; quiet when they are gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group: try the process itself; no such process: nothing left to signal.
    }
  }
}
