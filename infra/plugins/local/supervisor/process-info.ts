import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, in a form that only serves to compare. Together with its pid it names a process for good:
 * a pid alone may have gone to another program since, and after a reboot to anything.
 *
 * @returns null when it does not run (a zombie does not)
 */
export function startTimeOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') return ps(pid, 'lstart=') || null;
    // Field 22 of proc_pid_stat(5); the name in parentheses may hold spaces, so count from behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || !fields[19] ? null : `${bootId()}/${fields[19]}`;
  } catch {
    return null;
  }
}

let knownBootId: string | undefined;

/** Linux counts start times from the boot, so two boots may give the same one. */
function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

/** Resident memory in bytes; null when the process is gone. */
export function residentBytes(pid: number): number | null {
  try {
    const text =
      process.platform === 'linux'
        ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        : ps(pid, 'rss=');
    return text ? Number(text) * 1024 : null;
  } catch {
    return null;
  }
}

/** Name of the program that a process runs; null when it is gone. */
export function programOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') return ps(pid, 'comm=') || null;
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
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
  return execFileSync('ps', ['-o', column, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Sends a signal to a process; quiet when it is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Nothing left to signal.
  }
}

/** Sends a signal to a process group, which is what a leader and everything it started form; quiet when it is gone. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  signalProcess(-leader, signal);
}
