import type { Scene } from './scene.ts';
import { isSoWithin } from './wait.ts';

/** In a drill it calls every second. */
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
  const isSilent = await isSoWithin(answersWithinMs, () => Date.now() - receiver.calledAtMs() > silentMs);
  watch.startAlertmanager();
  if (!isSilent) return 'it calls without Alertmanager';
  return (await calls(receiver)) ? null : 'it did not call again';
}

function calls({ calledAtMs }: Scene['receiver']): Promise<boolean> {
  const since = Date.now();
  return isSoWithin(answersWithinMs, () => calledAtMs() > since);
}
