import { describe, expect, it } from 'vitest';
import {
  dayOf,
  formatClock,
  formatSpan,
  formatSpanWithDay,
  instantAt,
  isTwice,
  stampOf,
  wallClock,
} from './time.ts';

const stockholm = 'Europe/Stockholm';
const at = (instant: string): number => Date.parse(instant);

describe('the clock of a zone', () => {
  it.each([
    ['2026-01-15T12:05:00Z', stockholm, '2026-01-15 13:05'],
    ['2026-07-15T22:30:00Z', stockholm, '2026-07-16 00:30'],
    ['2026-03-29T00:59:59Z', stockholm, '2026-03-29 01:59'],
    ['2026-03-29T01:00:00Z', stockholm, '2026-03-29 03:00'],
    ['2026-10-25T01:00:00Z', stockholm, '2026-10-25 02:00'],
    ['2026-12-31T23:15:00Z', 'Europe/London', '2026-12-31 23:15'],
    ['2026-12-31T23:15:00Z', 'Europe/Helsinki', '2027-01-01 01:15'],
    ['2026-01-15T12:05:00Z', 'UTC', '2026-01-15 12:05'],
  ])('at %s in %s is %s', (instant, timeZone, expected) => {
    expect(stampOf(at(instant), timeZone)).toBe(expected);
    expect(dayOf(at(instant), timeZone)).toBe(expected.slice(0, 10));
    const { hour, minute } = wallClock(at(instant), timeZone);
    expect([hour, minute]).toEqual([Number(expected.slice(11, 13)), Number(expected.slice(14))]);
  });

  it('is found back from what it shows', () => {
    expect(instantAt('2026-07-16', '00:30', stockholm)).toBe(at('2026-07-15T22:30:00Z'));
    expect(instantAt('2026-01-15', '13:05', stockholm)).toBe(at('2026-01-15T12:05:00Z'));
  });
});

describe('a span of time', () => {
  it('has the offset where the clock shows a time twice, once for both ends', () => {
    expect(isTwice(at('2026-10-25T00:30:00Z'), stockholm)).toBe(true);
    expect(formatClock(at('2026-10-25T00:30:00Z'), stockholm)).toBe('02:30 GMT+2');
    expect(formatSpan(at('2026-10-25T00:00:00Z'), at('2026-10-25T00:15:00Z'), stockholm)).toBe(
      '02:00–02:15 GMT+2',
    );
    expect(formatSpan(at('2026-10-25T00:45:00Z'), at('2026-10-25T01:00:00Z'), stockholm)).toBe(
      '02:45 GMT+2–02:00 GMT+1',
    );
    expect(formatSpan(at('2026-10-25T01:45:00Z'), at('2026-10-25T02:00:00Z'), stockholm)).toBe(
      '02:45 GMT+1–03:00',
    );
  });

  it('has no offset on any other day', () => {
    expect(formatSpan(at('2026-03-29T00:45:00Z'), at('2026-03-29T01:00:00Z'), stockholm)).toBe('01:45–03:00');
    expect(formatSpan(at('2026-01-15T12:00:00Z'), at('2026-01-15T15:00:00Z'), stockholm)).toBe('13:00–16:00');
  });

  it('ends on its day when it ends at midnight', () => {
    const today = '2026-01-15';
    const [from, midnight, later] = ['22:00', '23:00', '23:15'].map((time) => at(`2026-01-15T${time}:00Z`));
    expect(formatSpanWithDay(from as number, midnight as number, stockholm, today)).toBe('23:00–00:00 today');
    expect(formatSpanWithDay(from as number, later as number, stockholm, today)).toBe(
      '23:00 today – 00:15 tomorrow',
    );
  });
});
