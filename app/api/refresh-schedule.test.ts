import { describe, expect, it } from 'vitest';
import { dueAtMs, sleepMs } from './refresh-schedule.ts';

const minute = 60_000;
const interval = 10 * minute;
const now = 1_000 * minute;

describe('dueAtMs', () => {
  const rows: [
    what: string,
    checkedAtMs: number | null,
    failedAtMs: number | null,
    failures: number,
    dueMs: number,
  ][] = [
    ['never checked: at once', null, null, 0, 0],
    ['checked: an interval later', now, null, 0, now + interval],
    ['checked after a failure: an interval later', now, now - minute, 0, now + interval],
    ['failed once: after 10 s', now - minute, now, 1, now + 10_000],
    ['failed three times: after 40 s', now - minute, now, 3, now + 40_000],
    ['failed for days: an interval later', null, now, 500, now + interval],
  ];
  it.each(rows)('%s', (_what, checkedAtMs, failedAtMs, failures, dueMs) => {
    expect(dueAtMs({ checkedAtMs, failedAtMs, failures }, interval)).toBe(dueMs);
  });
});

describe('sleepMs', () => {
  const rows: [what: string, due: number[], intervalMs: number, sleep: number][] = [
    ['until the first one is due', [now + 4 * minute, now + 2 * minute], interval, 2 * minute],
    ['not longer than half the interval', [now + interval], interval, 5 * minute],
    ['not longer when nothing is watched', [], interval, 5 * minute],
    ['a little when something is overdue', [now - minute], interval, 5_000],
    ['less with a short interval', [now - minute], 1_000, 500],
  ];
  it.each(rows)('sleeps %s', (_what, due, intervalMs, sleep) => {
    expect(sleepMs(due, now, intervalMs)).toBe(sleep);
  });
});
