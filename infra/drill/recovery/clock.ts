import { setTimeout as sleep } from 'node:timers/promises';
import { openApiBeside } from './api-beside.ts';
import type { RecoveryDrill } from './drill.ts';
import { zone } from './patient.ts';
import { readThrough } from './read-through.ts';

/** A clock that is set, as by a machine that slept, or by who set its time zone in place of its time. */

const minutes = 60;
const hour = 60 * minutes;
const jumps = [hour, -hour];
const wrongForMs = 4_000;
/** Longer than the API takes to notice. */
const calmMs = 2_500;

/** Start of the slot whose price an API tells as that of now. */
async function currentSlot(apiUrl: string): Promise<string> {
  const answer = await fetch(`${apiUrl}/api/v1/prices/current?zone=${zone}`);
  const { current } = (await answer.json()) as { current?: { start: string } };
  return current?.start ?? `nothing (${answer.status})`;
}

const jumpingClock: RecoveryDrill = {
  name: 'clock-jumps',
  title:
    'The clock of the API jumps an hour ahead and back, and an hour back and ahead; prices are read all the time',
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  async run(patient) {
    const { url, setClock, close } = await openApiBeside(patient);
    const stale: string[] = [];
    const own = (await patient.outputs()).apiUrl ?? '';
    const slots = () => Promise.all([currentSlot(url), currentSlot(own)]);
    const jump = async (): Promise<void> => {
      // What is under way while the clock is set may go by both.
      await slots();
      for (const seconds of jumps) {
        setClock(seconds);
        await sleep(wrongForMs);
        const [wrong, now] = await slots();
        if (wrong === now)
          stale.push(`with a clock set by ${seconds} s the price of ${wrong} was told as before`);
        setClock(0);
        await sleep(calmMs);
        const [told, right] = await slots();
        if (told !== right)
          stale.push(`with the clock right again the price of ${told} was told at ${right}`);
      }
    };
    try {
      const measured = await readThrough(patient, url, jump);
      return { ...measured, failures: [...measured.failures, ...stale] };
    } finally {
      await close();
    }
  },
};

export const clockDrills: readonly RecoveryDrill[] = [jumpingClock];
