import { describe, expect, test } from 'vitest';
import { orthodoxEaster, westernEaster } from './easter.ts';
import { holidaysOf } from './holidays.ts';
import { dayNumber } from './market-day.ts';
import { countryOf, zones } from './zones.ts';

const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** The holidays of a country in one year, `MM-DD`. */
function inYear(country: string, year: number): string[] {
  const days = holidaysOf(country, dayNumber(`${year}-01-01`), dayNumber(`${year + 1}-01-01`));
  return [...days].map((day) => dayOf(day).slice(5)).sort();
}

// As the churches' tables have it; 1954, 1981, 2049 and 2076 are the years that short formulas get wrong.
test.each([
  [1954, '04-18', '04-25'],
  [1981, '04-19', '04-26'],
  [2008, '03-23', '04-27'],
  [2016, '03-27', '05-01'],
  [2025, '04-20', '04-20'],
  [2026, '04-05', '04-12'],
  [2027, '03-28', '05-02'],
  [2038, '04-25', '04-25'],
  [2049, '04-18', '04-25'],
  [2076, '04-19', '04-26'],
])('Easter of %i is on %s, the orthodox one on %s', (year, western, orthodox) => {
  expect(dayOf(westernEaster(year))).toBe(`${year}-${western}`);
  expect(dayOf(orthodoxEaster(year))).toBe(`${year}-${orthodox}`);
});

describe('holidaysOf', () => {
  test.each([...new Set(zones.map(countryOf))])('%s has holidays, each on a day of its own', (country) => {
    const days = inYear(country, 2026);
    expect(days).toContain('01-01');
    expect(days.length).toBeGreaterThanOrEqual(7);
    expect(days.length).toBeLessThanOrEqual(16);
    for (const day of days) expect(dayOf(dayNumber(`2026-${day}`))).toBe(`2026-${day}`);
  });

  test('knows days that hang on Easter, of either church', () => {
    expect(inYear('DE', 2026)).toEqual(expect.arrayContaining(['04-03', '04-06', '05-14', '05-25', '06-04']));
    expect(inYear('GR', 2026)).toEqual(expect.arrayContaining(['02-23', '04-10', '04-13', '06-01']));
  });

  test('knows days that hang on the weekday', () => {
    expect(inYear('SE', 2026)).toEqual(expect.arrayContaining(['06-19', '06-20', '10-31']));
    expect(inYear('GB', 2026)).toEqual(expect.arrayContaining(['05-04', '05-25', '08-31']));
    expect(inYear('GB', 2023)).toEqual(expect.arrayContaining(['05-01', '05-29', '08-28']));
    expect(inYear('IE', 2026)).toEqual(expect.arrayContaining(['02-02', '05-04', '06-01', '08-03', '10-26']));
  });

  test('are those from the first day up to and without the last one, over the turn of the year', () => {
    const days = holidaysOf('AT', dayNumber('2025-12-26'), dayNumber('2026-01-06'));
    expect([...days].map(dayOf)).toEqual(['2025-12-26', '2025-12-31', '2026-01-01']);
    expect(holidaysOf('AT', dayNumber('2026-02-02'), dayNumber('2026-02-02')).size).toBe(0);
  });

  test('refuses a country by name that it does not know', () => {
    expect(() => holidaysOf('ZZ', 0, 1)).toThrow(/holidays of ZZ/);
    expect(() => holidaysOf('constructor', 0, 1)).toThrow(/holidays of constructor/);
  });
});
