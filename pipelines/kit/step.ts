import type { JobResult } from '@eo/app/db/job-runs.ts';
import { isDatabaseUnavailable } from '@eo/app/db/unavailable.ts';
import pMap from 'p-map';

/** A part of a pipeline, known before anything is done: what `--dry-run` shows. */
export interface PlannedStep {
  /** Unique in its pipeline: a zone, a stack. */
  name: string;
  /** What it is going to do, for people. */
  about: string;
  /** Idempotent: a run that was cut off is made good by running it again. */
  run: () => Promise<StepOutcome>;
}

/** How a step ended. */
export interface StepOutcome {
  outcome: 'ok' | 'unchanged' | 'failed';
  /** Anything worth a number; summed over the steps. */
  counts?: Record<string, number>;
  /** One line for people: what came of it, or why it failed. */
  detail?: string | null;
}

/** A step that has run. */
export interface StepRecord extends Required<StepOutcome> {
  name: string;
  seconds: number;
}

/**
 * Runs steps, so many at once. A step that throws is recorded as failed and the others go on, unless the run was
 * cancelled or the database is away: then no step can do its work.
 *
 * @param onEnd hears of each step as it ends
 */
export async function runSteps(
  steps: readonly PlannedStep[],
  concurrency: number,
  signal: AbortSignal,
  onEnd: (record: StepRecord) => void,
): Promise<StepRecord[]> {
  return pMap(
    steps,
    async (step) => {
      signal.throwIfAborted();
      const record = await runStep(step, signal);
      onEnd(record);
      return record;
    },
    { concurrency },
  );
}

async function runStep({ name, run }: PlannedStep, signal: AbortSignal): Promise<StepRecord> {
  const started = Date.now();
  const {
    outcome,
    counts = {},
    detail = null,
  } = await run().catch((error: unknown): StepOutcome => {
    if (signal.aborted || isDatabaseUnavailable(error)) throw error;
    return { outcome: 'failed', detail: error instanceof Error ? error.message : String(error) };
  });
  return { name, outcome, counts, detail, seconds: (Date.now() - started) / 1000 };
}

/** Later rounds come to the steps of earlier ones: the last outcome counts, counts and seconds add up. */
export function mergeRounds(before: readonly StepRecord[], round: readonly StepRecord[]): StepRecord[] {
  const merged = new Map(before.map((record) => [record.name, record]));
  for (const record of round) {
    const earlier = merged.get(record.name);
    merged.set(record.name, {
      ...record,
      outcome: record.outcome === 'unchanged' && earlier ? earlier.outcome : record.outcome,
      counts: sum([earlier?.counts ?? {}, record.counts]),
      seconds: record.seconds + (earlier?.seconds ?? 0),
    });
  }
  return [...merged.values()];
}

/** What the steps make of the run: `partial` when some failed, `failed` when all did. */
export function resultOf(records: readonly StepRecord[]): JobResult {
  const failed = records.filter(({ outcome }) => outcome === 'failed');
  const counts = sum([
    { steps: records.length, failed: failed.length },
    ...records.map((record) => record.counts),
  ]);
  if (failed.length > 0) {
    const error = failed.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
    return { outcome: failed.length === records.length ? 'failed' : 'partial', counts, error };
  }
  return { outcome: records.some(({ outcome }) => outcome === 'ok') ? 'ok' : 'unchanged', counts };
}

function sum(all: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
