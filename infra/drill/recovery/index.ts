import { createHash } from 'node:crypto';
import { clockDrills } from './clock.ts';
import { crowdDrills } from './crowds.ts';
import { dataDrills } from './data.ts';
import type { Measured, RecoveryDrill } from './drill.ts';
import { diskDrills } from './full-disk.ts';
import { networkDrills } from './network.ts';
import type { Patient } from './patient.ts';
import { killMidWrite, serviceDrills } from './services.ts';
import { standstillDrills } from './standstill.ts';

export { openPatient } from './patient.ts';

/** What became of a drill, as it is printed, stored and written into the docs. */
export interface Result extends Measured {
  name: string;
  title: string;
  objective: RecoveryDrill['objective'];
  pass: boolean;
}

/** Of the kill in the middle of a write, unless somebody wants more. */
export const usualRepetitions = 10;

/**
 * Every drill in the order in which they may follow each other on one stack: the last takes it away.
 *
 * @param repetitions of the kill in the middle of a write
 */
export const recoveryDrills = (repetitions: number = usualRepetitions): RecoveryDrill[] => {
  return [
    ...serviceDrills,
    ...standstillDrills,
    ...networkDrills,
    ...clockDrills,
    ...diskDrills,
    ...crowdDrills,
    killMidWrite(repetitions),
    ...dataDrills,
  ];
};

/** Runs drills one after the other; one that breaks has failed, and the others go on. */
export async function runDrills(
  patient: Patient,
  drills: readonly RecoveryDrill[],
  seed: number,
  report: (result: Result) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const drill of drills) {
    const measured = await drill.run(patient, numbersFrom(seed, drill.name)).catch(broken);
    const result = resultOf(drill, measured);
    results.push(result);
    report(result);
  }
  return results;
}

function broken(error: unknown): Measured {
  const message = error instanceof Error ? error.message : String(error);
  const failures = [message.trim().slice(0, 2_000)];
  return { rtoSeconds: null, rpoSeconds: null, lostWrites: 0, evidence: 'it broke off', failures };
}

function resultOf({ name, title, objective }: RecoveryDrill, measured: Measured): Result {
  const late = (['rtoSeconds', 'rpoSeconds'] as const).flatMap((key) => {
    const [value, limit] = [measured[key], objective[key]];
    return value !== null && limit !== null && value > limit
      ? [`${key} is ${value.toFixed(1)}, the objective ${limit}`]
      : [];
  });
  const failures = [...measured.failures, ...late];
  return { name, title, objective, ...measured, failures, pass: failures.length === 0 };
}

/** Numbers from 0 to 1 that follow from the seed and the drill alone, so that a failure can be had again. */
function numbersFrom(seed: number, drill: string): () => number {
  let count = 0;
  return () => {
    const hash = createHash('sha256').update(`${seed} ${drill} ${count++}`).digest();
    return hash.readUInt32BE(0) / 2 ** 32;
  };
}
