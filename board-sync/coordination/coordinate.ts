import { SyncError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { debounceLeft, readLastRun, writeLastRun } from './last-run.ts';
import { type HeldLock, takeLock } from './pid-lock.ts';
import type { RequestQueue } from './queue.ts';
import type { StateFolder } from './state-folder.ts';

export interface Coordination {
  folder: StateFolder;
  queue: RequestQueue;
  clock: Clock;
  debounceSeconds: number;
}

export interface Trigger {
  command: string;
  reason: string;
  /** Starts now, also within the debounce, and waits for a running sync to end. */
  force: boolean;
  /** A background process waits for its turn; a foreground one leaves what has to wait to one. */
  background: boolean;
}

/** Does the sync; says in one line what came of it, and whether all of it went well. */
export type Work<Result> = () => Promise<{ result: Result; summary: string; ok: boolean }>;

/** What came of a trigger. A queued one is answered by the sync that runs, or by the next. */
export type Outcome<Result> =
  | { kind: 'ran'; result: Result }
  | { kind: 'queued'; why: 'running' | 'debounce'; waitMs: number };

/** How long a forced sync waits for the running one: longer than any but the first sync of a large board. */
const forcedWaitMs = 120_000;
const pollMs = 100;

/**
 * Lets one sync run at a time. Every trigger first leaves a request; whoever gets the lock answers all that wait, and
 * looks for new ones once the lock is free again, so that none is overlooked between two processes.
 *
 * @throws whatever the work throws
 */
export async function coordinate<Result>(
  coordination: Coordination,
  trigger: Trigger,
  work: Work<Result>,
): Promise<Outcome<Result>> {
  const { queue, clock } = coordination;
  queue.add({ at: new Date(clock.now()).toISOString(), reason: trigger.reason });
  let ran: Outcome<Result> | null = null;
  for (;;) {
    const forced: boolean = trigger.force && !ran;
    const waitMs = forced ? 0 : debounceOf(coordination);
    if (waitMs > 0) {
      if (trigger.background && (await waitAlone(coordination))) continue;
      return ran ?? { kind: 'queued', why: 'debounce', waitMs };
    }
    const turn: Turn<Result> = await takeTurn(coordination, trigger.command, forced ? forcedWaitMs : 0, work);
    if (turn === 'busy') return ran ?? { kind: 'queued', why: 'running', waitMs: 0 };
    if (turn) ran = { kind: 'ran', result: turn.result };
    if (queue.waiting().length === 0) return ran ?? { kind: 'queued', why: 'running', waitMs: 0 };
  }
}

const debounceOf = ({ folder, clock, debounceSeconds }: Coordination): number =>
  debounceLeft(readLastRun(folder.lastRun), clock.now(), debounceSeconds);

/** Waits until the debounce is over; false when another process waits already: it will see our request. */
async function waitAlone(coordination: Coordination): Promise<boolean> {
  const waiter = takeLock(coordination.folder.waiterLock);
  if (!waiter) return false;
  try {
    for (let left = debounceOf(coordination); left > 0; left = debounceOf(coordination)) {
      await coordination.clock.sleep(left);
    }
    return true;
  } finally {
    waiter.release();
  }
}

/** The work's result, null when another process has answered what waited, or `busy`. */
type Turn<Result> = { result: Result } | 'busy' | null;

/** Answers what waits, under the lock. */
async function takeTurn<Result>(
  { folder, queue, clock }: Coordination,
  command: string,
  patienceMs: number,
  work: Work<Result>,
): Promise<Turn<Result>> {
  const lock = await lockWithin(folder.lock, clock, patienceMs);
  if (!lock) return 'busy';
  try {
    const taken = queue.take();
    if (taken.requests.length === 0) return null;
    try {
      const result = await recorded(folder.lastRun, command, clock, work);
      taken.answered();
      return { result };
    } catch (error) {
      // Without an answer from a service the requests wait for the next run; a mistake is not mended by trying again.
      if (!(error instanceof SyncError && error.code === 'unavailable')) taken.answered();
      throw error;
    }
  } finally {
    lock.release();
  }
}

async function lockWithin(file: string, clock: Clock, patienceMs: number): Promise<HeldLock | null> {
  const until = clock.now() + patienceMs;
  for (;;) {
    const lock = takeLock(file);
    if (lock || clock.now() >= until) return lock;
    await clock.sleep(pollMs);
  }
}

async function recorded<Result>(
  file: string,
  command: string,
  clock: Clock,
  work: Work<Result>,
): Promise<Result> {
  const startedAt = new Date(clock.now()).toISOString();
  const record = (ok: boolean, summary: string): void => {
    const finishedAt = new Date(clock.now()).toISOString();
    const succeededAt = ok ? finishedAt : (readLastRun(file)?.succeededAt ?? null);
    writeLastRun(file, { startedAt, finishedAt, command, ok, summary, succeededAt });
  };
  try {
    const { result, summary, ok } = await work();
    record(ok, summary);
    return result;
  } catch (error) {
    record(false, (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '');
    throw error;
  }
}
