import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { judged, type RecoveryDrill } from './drill.ts';
import { answersWith200, type Patient, secondsUntil } from './patient.ts';
import { startReading } from './reader.ts';

/** Services that end without a warning, on a stack in use. Objectives: the requirements' table. */

const minutes = 60;

const frontend: RecoveryDrill = {
  name: 'frontend-lost',
  title: 'The process of the web app is killed',
  objective: { rtoSeconds: 5 * minutes, rpoSeconds: 0 },
  async run(patient) {
    const { webUrl } = await patient.outputs();
    await patient.kill('frontend');
    const isBack = () => answersWith200(`${webUrl}/`);
    const rtoSeconds = await secondsUntil('The web app', isBack);
    return { rtoSeconds, rpoSeconds: 0, lostWrites: 0, evidence: 'it holds no data', failures: [] };
  },
};

/** Kills a service while a client writes, and has it write until it is acknowledged again. */
async function killUnderWrites(patient: Patient, service: string) {
  const writer = await patient.newWriter();
  writer.start();
  await writer.isUnderWay();
  const atMs = Date.now();
  await patient.kill(service);
  const isBack = async () => writer.lastAcknowledgedAtMs > atMs + 100;
  // An answer that was on its way when the service ended is none of the next one.
  await sleep(300);
  const rtoSeconds = await secondsUntil('A write that is acknowledged', isBack, atMs);
  await sleep(500);
  await writer.stop();
  return judged(await writer.check(), rtoSeconds);
}

const api: RecoveryDrill = {
  name: 'api-lost',
  title: 'The API is killed while a client writes',
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  run: (patient) => killUnderWrites(patient, 'backend'),
};

const postgres: RecoveryDrill = {
  name: 'postgres-crash',
  title: 'PostgreSQL is killed while a client writes',
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  run: (patient) => killUnderWrites(patient, 'postgres'),
};

const redis: RecoveryDrill = {
  name: 'redis-lost',
  title: 'Redis is killed and its data is gone',
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 24 * 60 * minutes },
  async run(patient) {
    const { apiUrl, redisUrl } = await patient.outputs();
    if (!redisUrl) throw new Error('There is no Redis on this machine to lose. Install redis-server.');
    const writer = await patient.newWriter();
    writer.start();
    const reading = startReading(apiUrl ?? '');
    await writer.isUnderWay();
    const atMs = Date.now();
    await patient.kill('redis');
    const folder = join(patient.stack.dataRoot, 'redis');
    if (existsSync(folder))
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    const rtoSeconds = await secondsUntil('Redis', () => ping(redisUrl), atMs);
    await sleep(1_000);
    const { refused } = await reading.stop();
    await writer.stop();
    const measured = judged(await writer.check(), rtoSeconds);
    return { ...measured, failures: [...measured.failures, ...refused] };
  },
};

async function ping(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    client.disconnect();
  }
}

/** Whoever starts the API again waits longer from time to time unless it worked for ten seconds in between. */
const steadyMs = 10_500;

/** @param repetitions how often the API is killed, each time at a moment that the seed decides */
export const killMidWrite = (repetitions: number): RecoveryDrill => ({
  name: 'kill-mid-write',
  title: `The API is killed ${repetitions} times in the middle of writes`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  async run(patient, random) {
    const writer = await patient.newWriter();
    let slowest = 0;
    for (let round = 0; round < repetitions; round++) {
      await sleep(steadyMs);
      writer.start();
      await sleep(200 + 600 * random());
      const atMs = Date.now();
      await patient.kill('backend');
      await sleep(300);
      const isBack = async () => writer.lastAcknowledgedAtMs > atMs + 100;
      slowest = Math.max(slowest, await secondsUntil('A write that is acknowledged', isBack, atMs));
      await writer.stop();
    }
    return judged(await writer.check(), slowest);
  },
});

export const serviceDrills: readonly RecoveryDrill[] = [frontend, api, redis, postgres];
