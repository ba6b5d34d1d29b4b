import { describe, expect, it } from 'vitest';
import { jobsOf } from './jobs.ts';

const run = (job: string, outcome: string, hour: number) => ({
  id: hour,
  job,
  outcome,
  startedAt: `2026-11-28T${String(hour).padStart(2, '0')}:00:00.000Z`,
  endedAt: outcome === 'running' ? null : `2026-11-28T${String(hour).padStart(2, '0')}:01:00.000Z`,
  counts: {},
  error: outcome === 'failed' ? 'no answer' : null,
});

describe('jobsOf', () => {
  it('tells the last run of each job, and its last success before that', () => {
    const lines = jobsOf([
      run('price-sync', 'running', 12),
      run('backup', 'failed', 11),
      run('price-sync', 'unchanged', 6),
      run('price-sync', 'ok', 3),
    ]);
    expect(lines.map(({ job, lastSuccessAt, last }) => [job, lastSuccessAt, last.outcome])).toEqual([
      ['backup', null, 'failed'],
      ['price-sync', '2026-11-28T06:01:00.000Z', 'running'],
    ]);
  });

  it('has nothing to tell of none', () => {
    expect(jobsOf([])).toEqual([]);
  });
});
