import { describe, expect, it } from 'vitest';
import { describePlan, makeProgress, stepSummary } from './report.ts';
import type { StepRecord } from './step.ts';

const record: StepRecord = {
  name: 'SE3',
  outcome: 'ok',
  counts: { daysWritten: 2, conflicts: 0 },
  detail: 'entsoe',
  seconds: 1.26,
};

function written(isTTY: boolean): string {
  const pieces: string[] = [];
  const write = (piece: string | Uint8Array): boolean => pieces.push(String(piece)) > 0;
  const progress = makeProgress({ isTTY, write });
  progress.start(2);
  progress.end(record);
  progress.end({ ...record, name: 'FR' });
  return pieces.join('');
}

describe('progress', () => {
  it('is plain lines where nobody watches', () => {
    expect(written(false)).toBe(
      '  SE3               ok            1.3 s  2 days written  entsoe\n' +
        '  FR                ok            1.3 s  2 days written  entsoe\n',
    );
  });

  it('says on a terminal how far it is', () => {
    expect(written(true)).toMatch(/SE3.*\n {2}1 of 2\r.*FR.*\n$/s);
  });
});

describe('the summary on the page of a workflow run', () => {
  const run = {
    id: 1,
    job: 'price-sync',
    startedAtMs: 0,
    endedAtMs: 1,
    outcome: 'ok',
    counts: { steps: 1 },
    error: null,
  } as const;

  it('is a table', () => {
    expect(stepSummary(run, [record]).split('\n').slice(0, 5)).toEqual([
      '### price-sync: ok, 1 steps',
      '',
      '| Step | Outcome | Time | Counts | Detail |',
      '| --- | --- | --- | --- | --- |',
      '| SE3 | ok | 1.3 s | 2 days written | entsoe |',
    ]);
  });

  it('lets no word of a feed become a row or markup', () => {
    const detail = 'a|b\n| c | <img src=x> [x](http://x) `d`';
    const row = stepSummary(run, [{ ...record, detail }]).split('\n')[4];
    expect(row).not.toMatch(/<img|`/);
    expect(row?.match(/\|/g)).toHaveLength(6);
  });
});

describe('the plan', () => {
  it('is what would be done', () => {
    const steps = [
      { name: 'SE3', about: 'asks for 2026-01-01', run: async () => ({ outcome: 'ok' }) as const },
    ];
    expect(describePlan('price-sync', steps)).toBe(
      'price-sync would run 1 steps:\n  SE3               asks for 2026-01-01',
    );
    expect(describePlan('price-sync', [])).toBe('price-sync: nothing to do');
  });
});
