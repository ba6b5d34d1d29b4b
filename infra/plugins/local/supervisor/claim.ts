import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, startTimeOf } from './process-info.ts';

/** How long another that found the same dead holder may need to take the claim away; see {@link claim}. */
const settleMs = 100;

/**
 * Makes this process the one that a file names, as long as it lives.
 *
 * The file appears whole, by a link, so that of several that start at once one wins. Where the last holder died, two may
 * clear its claim away one after the other, and the second takes that of the first with it: so who has it looks again
 * before it goes to work.
 *
 * @returns false when another process holds it, or is about to
 */
export async function claim(file: string): Promise<boolean> {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) }));
  try {
    if (!linked(own, file)) {
      if (holderOf(file) !== null) return false;
      renameSync(file, `${own}.dead`);
      if (!linked(own, file)) return false;
    }
    await sleep(settleMs);
    return holderOf(file) === process.pid;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false; // Another was faster to clear the dead one's claim away.
    throw error;
  } finally {
    rmSync(own, { force: true });
    rmSync(`${own}.dead`, { force: true });
  }
}

/** The running process that a file names; null when there is none. */
function holderOf(file: string): number | null {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(file, 'utf8'));
    return isRunning(pid, startTime) ? pid : null;
  } catch {
    return null;
  }
}

/** Gives the file a second name; false when that name is taken. */
function linked(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
