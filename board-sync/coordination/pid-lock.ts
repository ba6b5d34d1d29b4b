import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { currentHolder, type Holder, isRunning } from './process-identity.ts';

/** A lock that is held. */
export interface HeldLock {
  release: () => void;
}

/**
 * Takes the lock file, or returns null when another process holds it. What a dead process left behind is cleared away
 * first. The folder must exist.
 */
export function takeLock(file: string): HeldLock | null {
  const me = currentHolder();
  const holder = readHolder(file);
  if (holder && !isRunning(holder)) removeDead(file, holder, me);
  if (!place(file, me)) return null;
  return {
    release() {
      if (readHolder(file)?.token === me.token) rmSync(file, { force: true });
    },
  };
}

/** Who holds the lock now; null when nobody does. */
export function lockHolder(file: string): Holder | null {
  const holder = readHolder(file);
  return holder && isRunning(holder) ? holder : null;
}

/** Puts a complete file in place in one step, or not at all: nobody ever reads half of it. */
function place(file: string, holder: Holder): boolean {
  const draft = `${file}.draft-${holder.token}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes a file whose holder is dead. Two processes may see the same dead lock, and the slower one must not remove the
 * lock of the faster: only the owner of the claim on this very token may remove it, and looks again before it does. A
 * claim whose owner died is removed in the same way.
 */
function removeDead(file: string, dead: Holder, me: Holder): void {
  const claim = `${file}.claim-${dead.token}`;
  if (place(claim, me)) {
    if (readHolder(file)?.token === dead.token) rmSync(file, { force: true });
    rmSync(claim, { force: true });
    return;
  }
  const rival = readHolder(claim);
  if (rival && !isRunning(rival)) removeDead(claim, rival, me);
}

function readHolder(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // A disk that was full or a machine that went down: nobody can hold a lock that says nothing.
    return { pid: 0, started: '', host: hostname(), token: 'unreadable', since: '' };
  }
}
