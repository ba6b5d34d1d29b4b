import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const attempts = 100;

/** Removes a folder in which a process that a hook started may still write: every attempt looks anew what is there. */
export async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await sleep(100);
    }
  }
}
