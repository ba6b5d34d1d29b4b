import type { JobsResponse } from '@eo/app/contract/operations.ts';

type Run = JobsResponse['runs'][number];

/** A job by what its runs say. */
export interface JobLine {
  job: string;
  /** ISO instant; null where none is among the runs. */
  lastSuccessAt: string | null;
  last: Run;
}

const good: readonly string[] = ['ok', 'unchanged'];

/** One line a job, by name. @param runs newest first */
export function jobsOf(runs: readonly Run[]): JobLine[] {
  const lines = new Map<string, JobLine>();
  for (const run of runs) {
    const line = lines.get(run.job) ?? { job: run.job, lastSuccessAt: null, last: run };
    if (line.lastSuccessAt === null && good.includes(run.outcome)) line.lastSuccessAt = run.endedAt;
    lines.set(run.job, line);
  }
  return [...lines.values()].sort((a, b) => (a.job < b.job ? -1 : 1));
}
