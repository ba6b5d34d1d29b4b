import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../domain/market-day.ts';
import { isComplete, type PriceDay } from '../domain/price-day.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { donorOf, playOn, type Recording } from './replay-calendar.ts';

const se3 = zoneNamed('SE3');

function recordingOf(
  firstDay: string,
  lastDay: string,
  change: (day: PriceDay) => PriceDay | null = (d) => d,
) {
  const days = daysBetween(firstDay, addDays(lastDay, 1))
    .map((day) => change(dayWith(se3, day, (index) => index)))
    .filter((day) => day !== null);
  return { days: new Map(days.map((day) => [day.day, day])), firstDay, lastDay } satisfies Recording;
}

describe('donorOf', () => {
  const long = recordingOf('2023-01-01', '2026-04-14');
  test.each([
    ['the day after the end', '2026-04-15', '2025-04-16'],
    ['half a year on', '2026-11-24', '2025-11-25'],
    ['52 weeks after the end', '2027-04-13', '2026-04-14'],
    ['the day after that', '2027-04-14', '2025-04-16'],
    ['five years on', '2031-06-02', '2025-06-09'],
  ])('%s: %s gets %s', (_, day, donor) => {
    expect(donorOf(se3, long, day)?.day).toBe(donor);
    const weeks = daysBetween(donor, day).length / 7;
    expect(weeks % 52).toBe(0);
  });

  test('passes over days that are missing or not complete, a year at a time', () => {
    const holed = recordingOf('2023-01-01', '2026-04-14', (day) => {
      if (day.day === '2025-11-25') return null;
      return day.day === '2024-11-26' ? { ...day, prices: day.prices.with(0, null) } : day;
    });
    expect(donorOf(se3, holed, '2026-11-24')?.day).toBe('2023-11-28');
  });

  test('takes the latest same weekday of a recording that is too short', () => {
    const short = recordingOf('2026-04-01', '2026-04-14');
    expect(donorOf(se3, short, '2026-11-24')?.day).toBe('2026-04-14');
    expect(donorOf(se3, short, '2026-04-15')?.day).toBe('2026-04-08');
    expect(donorOf(se3, recordingOf('2026-04-14', '2026-04-14'), '2026-04-15')).toBeNull();
  });
});

describe('playOn', () => {
  const byHour = (index: number) => Math.floor(index / 4);

  test('keeps an ordinary day as it is', () => {
    const donor = dayWith(se3, '2025-11-25', (index) => -index);
    expect(playOn(se3, donor, '2026-11-24')).toEqual({ ...donor, day: '2026-11-24' });
  });

  test('leaves out the hour that the clock jumps over', () => {
    const { prices } = playOn(se3, dayWith(se3, '2026-04-12', byHour), '2027-03-28');
    expect(prices).toHaveLength(92);
    expect(prices.slice(4, 12)).toEqual([1, 1, 1, 1, 3, 3, 3, 3]);
    expect(prices.at(-1)).toBe(23);
  });

  test('plays the hour that the clock repeats twice', () => {
    const { prices } = playOn(se3, dayWith(se3, '2025-10-19', byHour), '2026-10-25');
    expect(prices).toHaveLength(100);
    expect(prices.slice(8, 17)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 3]);
  });

  test('plays a recorded repetition as one, and drops it on an ordinary day', () => {
    const donor = dayWith(se3, '2025-10-26', byHour);
    expect(playOn(se3, donor, '2026-10-25').prices).toEqual(donor.prices);
    const ordinary = playOn(se3, donor, '2026-11-01').prices;
    expect(ordinary.slice(8, 17)).toEqual([2, 2, 2, 2, 4, 4, 4, 4, 5]);
  });

  test('fills the hour that the recording skipped from the hour before', () => {
    const { prices } = playOn(se3, dayWith(se3, '2026-03-29', byHour), '2027-04-04');
    expect(prices).toHaveLength(96);
    expect(prices.slice(4, 13)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2]);
  });

  test.each(['2026-11-24', '2026-10-25', '2027-03-28'])('cuts recorded hours into quarters on %s', (day) => {
    const played = playOn(
      se3,
      dayWith(se3, '2024-11-26', (hour) => hour, 60),
      day,
    );
    expect(played.resolutionMinutes).toBe(15);
    expect(isComplete(se3, played)).toBe(true);
    expect(played.prices.slice(0, 5)).toEqual([0, 0, 0, 0, 1]);
    expect(played.prices.at(-1)).toBe(23);
  });

  test('keeps quarters where the market of today would have hours', () => {
    const ch = zoneNamed('CH');
    const donor = dayWith(ch, '2025-11-25', (index) => index, 15);
    expect(playOn(ch, donor, '2026-11-24').prices).toEqual(donor.prices);
  });
});
