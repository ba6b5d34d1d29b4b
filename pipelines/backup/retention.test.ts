import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expired, idAt, kept } from './retention.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-01-01T02:00:00Z');
const nightly = (nights: number): string[] =>
  Array.from({ length: nights }, (_, night) => idAt(start + night * dayMs));
const left = (ids: readonly string[]): string[] => ids.filter((id) => !expired(ids).includes(id));

describe('the backups that are kept', () => {
  it('are all of the first week', () => {
    expect(expired(nightly(7))).toEqual([]);
  });

  it('are those of one day as well, while they are the last seven', () => {
    const ids = Array.from({ length: 9 }, (_, hour) => idAt(start + hour * 3_600_000));
    expect(expired(ids)).toEqual(ids.slice(0, 2));
  });

  it('are after two years the last seven days, five weeks and twelve months', () => {
    const ids = left(nightly(730));
    // 2027-12-31 is a Friday: the last of its day, week and month.
    expect(ids.map((id) => id.slice(0, 10))).toEqual([
      ...['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30'],
      ...['2027-07-31', '2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30'],
      ...['2027-12-05', '2027-12-12', '2027-12-19'],
      ...['2027-12-25', '2027-12-26', '2027-12-27', '2027-12-28', '2027-12-29', '2027-12-30', '2027-12-31'],
    ]);
  });

  it('always have the newest one, are never more than they may be, and stay when looked at again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 3 * 365 * 24 }), { minLength: 1 }), (hours) => {
        const ids = hours.map((hour) => idAt(start + hour * 3_600_000));
        const staying = left(ids);
        expect(staying).toContain([...ids].sort().at(-1));
        expect(staying.length).toBeLessThanOrEqual(kept.last + kept.days + kept.weeks + kept.months);
        expect(expired(staying)).toEqual([]);
      }),
    );
  });
});
