import { describe, expect, it } from 'vitest';
import { type DayErrors, decide } from './gate.ts';

const days = (count: number, mae: number, candidateMae: number, plainMae: number): DayErrors[] =>
  Array.from({ length: count }, () => ({ mae, candidateMae, plainMae }));

describe('the gate', () => {
  it.each([
    ['better than both', days(28, 10, 9, 11), 'tuned'],
    ['as good as what is live', days(28, 10, 10, 11), 'tuned'],
    ['the same but for rounding', days(28, 10, 10.0005, 11), 'tuned'],
    ['a little worse than what is live', days(28, 10, 10.01, 11), 'as-before'],
    ['better than what is live, which the plain mean is more', days(28, 12, 11, 10), 'plain-mean'],
    ['worse than both, and the plain mean is best', days(28, 11, 12, 10), 'plain-mean'],
    ['worse than the plain mean, which is what is live', days(28, 10, 11, 10), 'as-before'],
    ['good for six days only', days(6, 10, 5, 10), 'as-before'],
    ['good for seven days', days(7, 10, 5, 10), 'tuned'],
  ] as const)('sees tuning that is %s', (_, errors, goesLive) => {
    expect(decide(errors).goesLive).toBe(goesLive);
  });

  it('looks at 28 days and no further', () => {
    const errors = [...days(50, 10, 90, 10), ...days(28, 10, 9, 11)];
    expect(decide(errors)).toEqual({
      trailing: { mae: 10, candidateMae: 9, plainMae: 11 },
      goesLive: 'tuned',
    });
  });

  it('weighs all of them', () => {
    expect(decide([...days(14, 10, 20, 10), ...days(14, 10, 1, 10.9)]).goesLive).toBe('as-before');
    expect(decide([...days(14, 10, 18, 10), ...days(14, 10, 1, 10.9)]).goesLive).toBe('tuned');
  });
});
