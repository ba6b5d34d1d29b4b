import { describe, expect, it } from 'vitest';
import { zoneNamed } from '../domain/testing.ts';
import { ProblemError } from './problem.ts';
import { rangeOf, startOfToday } from './range.ts';

const zone = zoneNamed('SE3');
const now = Date.parse('2026-01-15T10:07:00Z');
const range = (from?: string, to?: string): string[] => {
  const { fromMs, toMs } = rangeOf(zone, from, to, startOfToday(zone, now));
  return [fromMs, toMs].map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'));
};

describe('rangeOf', () => {
  const good: [what: string, from: string | undefined, to: string | undefined, expected: string[]][] = [
    ['nothing: today and tomorrow', undefined, undefined, ['2026-01-14T23:00Z', '2026-01-16T23:00Z']],
    ['a day alone: that day', '2026-01-10', undefined, ['2026-01-09T23:00Z', '2026-01-10T23:00Z']],
    ['the long day', '2025-10-26', undefined, ['2025-10-25T22:00Z', '2025-10-26T23:00Z']],
    ['the short day', '2026-03-29', undefined, ['2026-03-28T23:00Z', '2026-03-29T22:00Z']],
    ['two days: up to the second', '2026-01-10', '2026-01-12', ['2026-01-09T23:00Z', '2026-01-11T23:00Z']],
    ['an end alone: from today', undefined, '2026-01-18', ['2026-01-14T23:00Z', '2026-01-17T23:00Z']],
    [
      'instants',
      '2026-01-10T05:30:00Z',
      '2026-01-10T06:00:00.000Z',
      ['2026-01-10T05:30Z', '2026-01-10T06:00Z'],
    ],
    [
      'an offset',
      '2026-01-10T05:30+01:00',
      '2026-01-10T06:00+01:00',
      ['2026-01-10T04:30Z', '2026-01-10T05:00Z'],
    ],
    [
      'a plus nobody escaped',
      '2026-01-10T05:30 01:00',
      '2026-01-11',
      ['2026-01-10T04:30Z', '2026-01-10T23:00Z'],
    ],
    ['a leap year', '2024-01-01', '2025-01-01', ['2023-12-31T23:00Z', '2024-12-31T23:00Z']],
    [
      '366 days over a change of clocks',
      '2025-10-26',
      '2026-10-27',
      ['2025-10-25T22:00Z', '2026-10-26T23:00Z'],
    ],
  ];
  it.each(good)('understands %s', (_what, from, to, expected) => {
    expect(range(from, to)).toEqual(expected);
  });

  const bad: [
    what: string,
    from: string | undefined,
    to: string | undefined,
    code: string,
    detail: RegExp,
  ][] = [
    ['a day that does not exist', '2025-02-30', undefined, 'invalid-request', /from is neither/],
    ['an instant on such a day', '2025-02-30T00:00:00Z', undefined, 'invalid-request', /from is neither/],
    ['an instant without a zone', '2026-01-10T05:30:00', undefined, 'invalid-request', /from is neither/],
    ['an hour that does not exist', '2026-01-10T25:00:00Z', undefined, 'invalid-request', /from is neither/],
    ['a word', undefined, 'tomorrow', 'invalid-request', /to is neither/],
    ['a NUL byte', '2026-01-10\0', undefined, 'invalid-request', /from is neither/],
    ['the year 0', '0000-01-01', undefined, 'invalid-request', /year/],
    ['the year 9999', '9999-12-31', undefined, 'invalid-request', /year 9999/],
    ['a reversed range', '2026-01-12', '2026-01-10', 'invalid-request', /not after/],
    ['an empty one, with a hint', '2026-01-12', '2026-01-12', 'invalid-request', /use to=2026-01-13/],
    ['an end before today alone', undefined, '2026-01-01', 'invalid-request', /not after/],
    ['ten years', '2015-01-01', '2025-01-01', 'range-too-long', /3653 days, at most 366/],
    ['367 days', '2025-01-01', '2026-01-03', 'range-too-long', /367 days/],
  ];
  it.each(bad)('refuses %s', (_what, from, to, code, detail) => {
    const problem = (() => {
      try {
        return range(from, to);
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toBeInstanceOf(ProblemError);
    expect(problem).toMatchObject({ code, detail: expect.stringMatching(detail) });
    expect((problem as ProblemError).document.errors).toHaveLength(1);
  });
});
