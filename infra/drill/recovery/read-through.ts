import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type Measured } from './drill.ts';
import { type Patient, secondsUntil } from './patient.ts';
import { startReading } from './reader.ts';

/** Nothing may hang for longer (reliability of the API: no dependency is waited for any more than that). */
const longestReadSeconds = 2;

/** Breaks something while one client writes and another reads. Prices have to be told all the time. */
export async function readThrough(
  patient: Patient,
  apiUrl: string,
  disturb: () => Promise<void>,
): Promise<Measured> {
  const writer = await patient.newWriter(apiUrl);
  writer.start();
  await writer.isUnderWay();
  const reading = startReading(apiUrl);
  await disturb();
  const atMs = Date.now();
  const rtoSeconds = await secondsUntil(
    'A write that is acknowledged',
    async () => writer.lastAcknowledgedAtMs > atMs,
    atMs,
  );
  await sleep(500);
  await writer.stop();
  const { count, refused, slowestSeconds } = await reading.stop();
  const measured = judged(await writer.check(), rtoSeconds);
  const slow =
    slowestSeconds > longestReadSeconds ? [`a price took ${slowestSeconds.toFixed(1)} s to be told`] : [];
  return {
    ...measured,
    evidence: `${measured.evidence}; ${count} prices read, the slowest in ${slowestSeconds.toFixed(2)} s`,
    failures: [...measured.failures, ...refused, ...slow],
  };
}
