import type { Patient } from './patient.ts';
import type { Verdict } from './writer.ts';

/** What a drill measured. */
export interface Measured {
  /** From the fault until the service was there again; null for a drill that asks for a refusal. */
  rtoSeconds: number | null;
  /** Age of the oldest write that was lost; 0 when none was. */
  rpoSeconds: number | null;
  lostWrites: number;
  /** What was seen, in a sentence. */
  evidence: string;
  /** What was not as it should be. */
  failures: string[];
}

/** One way in which a stack breaks, and what has to be so afterwards. */
export interface RecoveryDrill {
  name: string;
  /** What is broken. */
  title: string;
  /** Objectives of the requirements; null where there is none of the kind. */
  objective: { rtoSeconds: number | null; rpoSeconds: number | null };
  /** What it takes that this machine has not; null or left out when it can run. */
  missing?(): string | null;
  /** @param random numbers from 0 to 1, the same again for the same seed */
  run(patient: Patient, random: () => number): Promise<Measured>;
}

/** The part of a measurement that a {@link Verdict} tells: every acknowledged write is there once, no refused one is. */
export function judged({ acknowledged, unknown, lost, wrong }: Verdict, rtoSeconds: number | null): Measured {
  const nothingWritten = acknowledged === 0 ? ['no write was acknowledged, so nothing was proved'] : [];
  return {
    rtoSeconds,
    rpoSeconds: lost === 0 ? 0 : null,
    lostWrites: lost,
    evidence: `${acknowledged} writes acknowledged, ${unknown} without an answer, ${lost} lost`,
    failures: [...nothingWritten, ...(lost > 0 ? [`${lost} acknowledged writes were lost`] : []), ...wrong],
  };
}
