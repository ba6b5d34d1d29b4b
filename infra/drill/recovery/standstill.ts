import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type RecoveryDrill } from './drill.ts';
import { type Patient, secondsUntil } from './patient.ts';
import { readThrough } from './read-through.ts';

/** Services that do not end, but do not answer either; and one that is asked to end while it has work. */

const minutes = 60;
/** Long enough for every timeout to strike, short enough that nobody starts the service again. */
const standstillMs = 8_000;

const apiOf = async (patient: Patient): Promise<string> => (await patient.outputs()).apiUrl ?? '';

export async function standStill(patient: Patient, service: string): Promise<void> {
  const goOn = await patient.pause(service);
  try {
    await sleep(standstillMs);
  } finally {
    goOn();
  }
}

/** Stops everything that the API needs, one after the other, and lets it go on in an order of its own. */
async function swizzle(patient: Patient, random: () => number): Promise<void> {
  const goOn: (() => void)[] = [];
  try {
    for (const service of shuffled(['postgres', 'redis'], random)) {
      goOn.push(await patient.pause(service));
      await sleep(500 + 1_500 * random());
    }
  } finally {
    for (const one of shuffled(goOn, random)) {
      one();
      await sleep(500 + 1_500 * random());
    }
  }
}

const shuffled = <Item>(items: readonly Item[], random: () => number): Item[] =>
  items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

const postgres: RecoveryDrill = {
  name: 'postgres-hangs',
  title: `PostgreSQL takes connections and answers nothing for ${standstillMs / 1000} s; prices are read all the time`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  run: async (patient) => readThrough(patient, await apiOf(patient), () => standStill(patient, 'postgres')),
};

const redis: RecoveryDrill = {
  name: 'redis-hangs',
  title: `Redis takes connections and answers nothing for ${standstillMs / 1000} s; prices are read all the time`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 24 * 60 * minutes },
  run: async (patient) => readThrough(patient, await apiOf(patient), () => standStill(patient, 'redis')),
};

/** After the swizzle-clogging of FoundationDB's simulation (its documentation, testing). */
const rounds = 3;
const swizzled: RecoveryDrill = {
  name: 'swizzle-clogging',
  title: `PostgreSQL and Redis stand still one after the other and go on in another order, ${rounds} times`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 24 * 60 * minutes },
  run: async (patient, random) =>
    readThrough(patient, await apiOf(patient), async () => {
      for (let round = 0; round < rounds; round++) await swizzle(patient, random);
    }),
};

const stop: RecoveryDrill = {
  name: 'api-stopped',
  title: 'The API is asked to end while a client writes, as in a deployment',
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  async run(patient) {
    const writer = await patient.newWriter();
    writer.start();
    await writer.isUnderWay();
    const atMs = Date.now();
    await patient.terminate('backend');
    // What is under way when it is asked is still answered; the next one begins after that.
    await sleep(300);
    const isBack = async () => writer.lastAcknowledgedAtMs > atMs + 300;
    const rtoSeconds = await secondsUntil('A write that is acknowledged', isBack, atMs);
    await sleep(500);
    await writer.stop();
    return judged(await writer.check(), rtoSeconds);
  },
};

export const standstillDrills: readonly RecoveryDrill[] = [postgres, redis, swizzled, stop];
