import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Who holds something: a process is told apart from a later one with the same number by the time it started, and from
 * itself at another moment by a token.
 */
export interface Holder {
  pid: number;
  /** When the process started, in the system's own words. */
  started: string;
  host: string;
  token: string;
  /** ISO time since when it holds. */
  since: string;
}

/** This process, from now on. */
export const currentHolder = (): Holder => ({
  pid: process.pid,
  started: startOf(process.pid) ?? '',
  host: hostname(),
  token: randomUUID(),
  since: new Date().toISOString(),
});

/** Whether the very process still runs. What cannot be told from here (another machine) counts as running. */
export function isRunning({ pid, started, host }: Holder): boolean {
  return host !== hostname() || startOf(pid) === started;
}

/** When a process started; null when there is none with that number, or only its remains. */
export function startOf(pid: number): string | null {
  try {
    if (process.platform === 'linux')
      return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'), bootId());
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    // No such process: the file is missing, or ps ends with 1.
    return null;
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * Reads `/proc/<pid>/stat` (proc(5)): field 3 is the state, field 22 the start in ticks since boot. The name in field 2
 * may hold anything, also spaces and brackets. A process in state Z or X has ended and only waits to be noticed.
 */
export function parseProcStat(text: string, boot: string): string | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return /^[ZX]$/.test(fields[0] ?? '') ? null : `${boot}/${fields[19]}`;
}
