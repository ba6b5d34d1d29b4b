import { setTimeout as sleep } from 'node:timers/promises';
import type { ProxyMode } from '@eo/app/cache/testing/tcp-proxy.ts';
import { type ApiBeside, openApiBeside } from './api-beside.ts';
import type { RecoveryDrill } from './drill.ts';
import { readThrough } from './read-through.ts';

/** Links between the API and what it needs, that fail in each of the ways in which links do. */

const minutes = 60;
/** By the names of Toxiproxy's users, and for how long; longer than anything is waited for, but for the restart. */
const faults: readonly { name: string; mode: ProxyMode; forMs: number }[] = [
  { name: 'down', mode: 'cut', forMs: 3_000 },
  { name: 'restarting', mode: 'cut', forMs: 500 },
  { name: 'a black hole', mode: 'black-hole', forMs: 3_000 },
  { name: 'late by 2 s', mode: 'latency', forMs: 3_000 },
  { name: 'reset', mode: 'reset', forMs: 3_000 },
  { name: 'a slow trickle', mode: 'slow-trickle', forMs: 3_000 },
];
const calmMs = 700;

const linkFails = (
  dependency: keyof ApiBeside['links'],
  name: string,
  objective: RecoveryDrill['objective'],
): RecoveryDrill => ({
  name: `${dependency}-link-fails`,
  title: `The link to ${name} is ${faults.map((fault) => fault.name).join(', ')}, one after the other; prices are read all the time`,
  objective,
  async run(patient) {
    const { url, links, close } = await openApiBeside(patient);
    const link = links[dependency];
    try {
      return await readThrough(patient, url, async () => {
        for (const { mode, forMs } of faults) {
          link.set(mode);
          await sleep(forMs);
          link.set('open');
          await sleep(calmMs);
        }
      });
    } finally {
      await close();
    }
  },
});

export const networkDrills: readonly RecoveryDrill[] = [
  linkFails('postgres', 'PostgreSQL', { rtoSeconds: 15 * minutes, rpoSeconds: 0 }),
  linkFails('redis', 'Redis', { rtoSeconds: 15 * minutes, rpoSeconds: 24 * 60 * minutes }),
];
