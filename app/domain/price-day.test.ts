import { describe, expect, test } from 'vitest';
import { clockMinutes, intervalsOfDay, isComplete, slotsOfDay } from './price-day.ts';
import { dayWith, zoneNamed } from './testing.ts';

const se3 = zoneNamed('SE3');
const london = zoneNamed('GB-C');

describe('the length of a market day', () => {
  test.each([
    ['2026-01-15', 96, 48, 24],
    ['2026-03-29', 92, 46, 23],
    ['2025-10-26', 100, 50, 25],
  ])('%s has %i quarters, %i half hours, %i hours', (day, quarters, halves, hours) => {
    expect(intervalsOfDay(se3, day, 15)).toBe(quarters);
    expect(intervalsOfDay(london, day, 30)).toBe(halves);
    expect(intervalsOfDay(se3, day, 60)).toBe(hours);
  });
});

describe('slotsOfDay', () => {
  test.each(['2026-01-15', '2026-03-29', '2025-10-26'])('%s is covered without gap or overlap', (day) => {
    const slots = slotsOfDay(
      se3,
      dayWith(se3, day, (index) => index - 50),
    );
    expect(slots[0]?.price).toBe(-50);
    slots.slice(1).forEach((slot, index) => {
      expect(slot.startMs).toBe((slots[index]?.startMs ?? 0) + 15 * 60_000);
    });
    expect(slots).toHaveLength(intervalsOfDay(se3, day, 15));
  });

  test('leaves intervals without a price out and keeps the others in their place', () => {
    const slots = slotsOfDay(
      se3,
      dayWith(se3, '2026-01-15', (index) => (index % 2 ? null : 0)),
    );
    expect(slots).toHaveLength(48);
    expect(slots[1]).toEqual({ startMs: Date.parse('2026-01-14T23:30:00Z'), minutes: 15, price: 0 });
  });
});

describe('isComplete', () => {
  test.each([
    ['all quarters of the long day', dayWith(se3, '2025-10-26', () => -1), true],
    ['hours where quarters are usual', dayWith(se3, '2025-10-26', () => 0, 60), true],
    ['a missing price', dayWith(se3, '2026-01-15', (index) => (index === 95 ? null : 1)), false],
    ['96 quarters on the short day', { ...dayWith(se3, '2026-01-15', () => 1), day: '2026-03-29' }, false],
    ['no prices', { ...dayWith(se3, '2026-01-15', () => 1), prices: [] }, false],
  ])('%s', (_, day, expected) => {
    expect(isComplete(se3, day)).toBe(expected);
  });
});

describe('clockMinutes', () => {
  test('skips and repeats the hour that the clock does', () => {
    expect(clockMinutes(se3, '2026-01-15', 60)).toEqual(Array.from({ length: 24 }, (_, hour) => hour * 60));
    expect(clockMinutes(se3, '2026-03-29', 30).slice(2, 6)).toEqual([60, 90, 180, 210]);
    expect(clockMinutes(se3, '2025-10-26', 30).slice(2, 9)).toEqual([60, 90, 120, 150, 120, 150, 180]);
    expect(clockMinutes(london, '2025-10-26', 30).slice(0, 7)).toEqual([0, 30, 60, 90, 60, 90, 120]);
  });
});
