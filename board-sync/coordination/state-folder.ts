import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files that syncs of one repository share. */
export interface StateFolder {
  lock: string;
  waiterLock: string;
  queue: string;
  lastRun: string;
  log: string;
  memory: string;
  optionStash: string;
}

/** Names the files of a folder and makes the folder. */
export function stateFolder(folder: string): StateFolder {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  return {
    lock: file('lock'),
    waiterLock: file('waiter.lock'),
    queue: file('queue.jsonl'),
    lastRun: file('last-run.json'),
    log: file('board-sync.log'),
    memory: file('memory.json'),
    optionStash: file('option-stash.json'),
  };
}
