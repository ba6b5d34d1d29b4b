import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecoveryDrill } from './drill.ts';
import { openPatient, type Patient } from './patient.ts';
import { readThrough } from './read-through.ts';
import { missingForSmallDisk, mountSmallDisk } from './small-disk.ts';

/** A disk without space: a table that cannot grow, then a log of the database that cannot, which ends PostgreSQL. */

const minutes = 60;
const diskMegabytes = 160;
const tablesFullForMs = 6_000;
const logFullForMs = 10_000;
/** The log goes on in files that were made ahead, so it takes more than one turn until it needs a new one. */
const logTurns = 6;

const fullDisk: RecoveryDrill = {
  name: 'disk-full',
  title: `The disk that all data of a stack is on is full for ${(tablesFullForMs + logFullForMs) / 1000} s; prices are read all the time`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  missing: missingForSmallDisk,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'eo-small-disk-'));
    // The user that PostgreSQL runs as when root drills must get in.
    chmodSync(folder, 0o755);
    const disk = mountSmallDisk(join(folder, 'disk'), diskMegabytes);
    try {
      const patient = await openPatient(() => {}, join(folder, 'disk', 'data'));
      try {
        let goesOn = true;
        const measured = await readThrough(patient, (await patient.outputs()).apiUrl ?? '', async () => {
          disk.fill();
          await sleep(tablesFullForMs);
          goesOn = await newLogFiles(patient);
          await sleep(logFullForMs);
          disk.free();
        });
        const notFull = goesOn ? ['PostgreSQL found space for its log, so nothing was proved'] : [];
        return { ...measured, failures: [...measured.failures, ...notFull] };
      } finally {
        disk.free();
        await patient.close();
      }
    } finally {
      disk.unmount();
      rmSync(folder, { recursive: true });
    }
  },
};

/** Has PostgreSQL begin new files of its log. @returns whether it still goes on */
async function newLogFiles(patient: Patient): Promise<boolean> {
  const client = await patient.connect('superuser');
  // It ends with the server.
  client.on('error', () => {});
  try {
    for (let turn = 0; turn < logTurns; turn++) await client.query('select txid_current(), pg_switch_wal()');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export const diskDrills: readonly RecoveryDrill[] = [fullDisk];
