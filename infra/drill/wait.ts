import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so. @returns whether it was within the time */
export async function isSoWithin(
  milliseconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await condition()) return true;
    await sleep(100);
  }
  return false;
}
