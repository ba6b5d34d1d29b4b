import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';

/** At the usual speed of a drill it calls every second. */
const silentMs = 6_000;
const answersWithinMs = 60_000;

/**
 * Sees calls of the dead man's switch come, end with Alertmanager, and come again.
 *
 * @returns what went wrong; null when nothing did
 */
export async function drillDeadMansSwitch({ receiver, watch }: Scene): Promise<string | null> {
  if (!(await calls(receiver))) return 'it never called';
  watch.signal('alertmanager', 'SIGTERM');
  const silent = await waitFor(() => Date.now() - receiver.calledAtMs() > silentMs);
  watch.startAlertmanager();
  if (!silent) return 'it calls without Alertmanager';
  return (await calls(receiver)) ? null : 'it did not call again';
}

const calls = ({ calledAtMs }: Scene['receiver']): Promise<boolean> => {
  const since = Date.now();
  return waitFor(() => calledAtMs() > since);
};

async function waitFor(condition: () => boolean): Promise<boolean> {
  const end = Date.now() + answersWithinMs;
  while (Date.now() < end) {
    if (condition()) return true;
    await sleep(100);
  }
  return false;
}
