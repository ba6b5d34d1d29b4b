import { describe, expect, it } from 'vitest';
import { expiredOf } from './retention.ts';
import type { Archived, Stretch } from './store.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-30T00:00:00Z');
const segment = 0x100_0000n;

/** One stretch a day, `days` of them up to now, each a file of the log long. */
function archived(days: number, bases: readonly bigint[]): Archived {
  const stretches = Array.from({ length: days }, (_, index): Stretch => {
    const start = BigInt(index) * segment;
    const untilMs = now - (days - 1 - index) * day;
    return { path: `log-${index}`, start, end: start + segment, untilMs };
  });
  return { server: 'one', bases: [...bases], unfinished: [], stretches };
}
/** Behind the header of the first page of the log of a day. */
const baseOf = (index: number): bigint => BigInt(index) * segment + 0x28n;

const goes = (all: Archived) => {
  const { bases, stretches } = expiredOf(all, now);
  return { bases, stretches: stretches.map(({ path }) => path) };
};

describe('what goes of a server', () => {
  it('is nothing while all of it is within reach', () => {
    expect(goes(archived(6, [baseOf(0)]))).toEqual({ bases: [], stretches: [] });
  });

  it('is nothing while only one base makes the reach whole', () => {
    expect(goes(archived(20, [baseOf(0)]))).toEqual({ bases: [], stretches: [] });
  });

  it('is a base that another stands in for since before the reach, with its log', () => {
    const bases = [baseOf(0), baseOf(10), baseOf(17)];
    const expected = Array.from({ length: 10 }, (_, index) => `log-${index}`);
    expect(goes(archived(20, bases))).toEqual({ bases: [baseOf(0)], stretches: expected });
  });

  it('is a base that was ended half-way', () => {
    const all = { ...archived(3, [baseOf(0)]), unfinished: [baseOf(1)] };
    expect(goes(all)).toEqual({ bases: [baseOf(1)], stretches: [] });
  });

  it('is everything when the server has been gone for as long', () => {
    const all = archived(5, [baseOf(0)]);
    const gone = {
      ...all,
      stretches: all.stretches.map((each) => ({ ...each, untilMs: each.untilMs - 30 * day })),
    };
    expect(goes(gone)).toEqual({ bases: [baseOf(0)], stretches: gone.stretches.map(({ path }) => path) });
  });

  it('is not a base that has no log yet: a run is under way', () => {
    expect(goes({ server: 'new', bases: [baseOf(3)], unfinished: [], stretches: [] })).toEqual({
      bases: [],
      stretches: [],
    });
  });
});
