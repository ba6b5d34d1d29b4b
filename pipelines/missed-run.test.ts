import { describe, expect, it } from 'vitest';
import { missedRun } from './missed-run.ts';

const at = (text: string): number => Date.parse(`2026-11-24T${text}:00Z`);

describe('missedRun', () => {
  it.each([
    ['a job that never ran', null, '10:00', true],
    ['no turn since the last run', '06:00', '11:59', false],
    ['a turn that has just come', '06:00', '12:00', true],
    ['a run by hand in between', '10:30', '11:00', false],
    ['several turns missed', '00:00', '23:00', true],
  ])('of %s', (_, last, now, expected) => {
    expect(missedRun('0 */6 * * *', last === null ? null : at(last), at(now))).toBe(expected);
  });
});
