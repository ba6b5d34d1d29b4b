import { orthodoxEaster, westernEaster } from './easter.ts';

/**
 * The days of the year on which most people of a country do not go to work, though it is no Sunday: public holidays, and
 * the eves of Christmas, New Year and midsummer where they are kept like ones. Each is written as
 *
 * - `05-01`: that day of every year;
 * - `easter+1`, `orthodox-2`: days after or before the Easter Sunday of the western or the orthodox churches;
 * - `mon>=05-25`: the first Monday from that day on.
 *
 * As the countries' laws stand in 2026, for whatever year is asked, without what holds for that year alone. Holidays of regions count where they are those of more
 * than half of the country's people. Left out are those that follow the moon (Kosovo, North Macedonia) or are proclaimed
 * from year to year.
 */
const holidaysByCountry: Readonly<Record<string, string>> = {
  AT: '01-01 01-06 easter+1 05-01 easter+39 easter+50 easter+60 08-15 10-26 11-01 12-08 12-24 12-25 12-26 12-31',
  BE: '01-01 easter+1 05-01 easter+39 easter+50 07-21 08-15 11-01 11-11 12-25',
  BG: '01-01 03-03 orthodox-2 orthodox-1 orthodox+1 05-01 05-06 05-24 09-06 09-22 12-24 12-25 12-26',
  CH: '01-01 01-02 easter-2 easter+1 easter+39 easter+50 08-01 12-25 12-26',
  CZ: '01-01 easter-2 easter+1 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
  DE: '01-01 easter-2 easter+1 05-01 easter+39 easter+50 easter+60 10-03 11-01 12-24 12-25 12-26 12-31',
  DK: '01-01 easter-3 easter-2 easter+1 easter+39 easter+50 06-05 12-24 12-25 12-26 12-31',
  EE: '01-01 02-24 easter-2 05-01 06-23 06-24 08-20 12-24 12-25 12-26',
  ES: '01-01 01-06 easter-3 easter-2 05-01 08-15 10-12 11-01 12-06 12-08 12-25',
  FI: '01-01 01-06 easter-2 easter+1 05-01 easter+39 fri>=06-19 sat>=06-20 sat>=10-31 12-06 12-24 12-25 12-26',
  FR: '01-01 easter+1 05-01 05-08 easter+39 easter+50 07-14 08-15 11-01 11-11 12-25',
  GB: '01-01 easter-2 easter+1 mon>=05-01 mon>=05-25 mon>=08-25 12-25 12-26',
  GR: '01-01 01-06 orthodox-48 03-25 orthodox-2 orthodox+1 05-01 orthodox+50 08-15 10-28 12-25 12-26',
  HR: '01-01 01-06 easter+1 05-01 05-30 easter+60 06-22 08-05 08-15 11-01 11-18 12-25 12-26',
  HU: '01-01 03-15 easter-2 easter+1 05-01 easter+50 08-20 10-23 11-01 12-24 12-25 12-26',
  IE: '01-01 mon>=02-01 03-17 easter-2 easter+1 mon>=05-01 mon>=06-01 mon>=08-01 mon>=10-25 12-25 12-26',
  IT: '01-01 01-06 easter+1 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26',
  LT: '01-01 02-16 03-11 easter+1 05-01 06-24 07-06 08-15 11-01 11-02 12-24 12-25 12-26',
  LV: '01-01 easter-2 easter+1 05-01 05-04 06-23 06-24 11-18 12-24 12-25 12-26 12-31',
  ME: '01-01 01-02 01-07 orthodox-2 orthodox+1 05-01 05-02 05-21 05-22 07-13 07-14 11-13',
  MK: '01-01 01-07 orthodox+1 05-01 05-24 08-02 09-08 10-11 10-23 12-08',
  NL: '01-01 easter+1 04-27 easter+39 easter+50 12-25 12-26',
  NO: '01-01 easter-3 easter-2 easter+1 05-01 05-17 easter+39 easter+50 12-24 12-25 12-26 12-31',
  PL: '01-01 01-06 easter+1 05-01 05-03 easter+60 08-15 11-01 11-11 12-24 12-25 12-26',
  PT: '01-01 easter-2 04-25 05-01 easter+60 06-10 08-15 10-05 11-01 12-01 12-08 12-25',
  RO: '01-01 01-02 01-06 01-07 01-24 orthodox-2 orthodox+1 05-01 06-01 orthodox+50 08-15 11-30 12-01 12-25 12-26',
  RS: '01-01 01-02 01-07 02-15 02-16 orthodox-2 orthodox-1 orthodox+1 05-01 05-02 11-11',
  SE: '01-01 01-06 easter-2 easter+1 05-01 easter+39 06-06 fri>=06-19 sat>=06-20 sat>=10-31 12-24 12-25 12-26 12-31',
  SI: '01-01 01-02 02-08 easter+1 04-27 05-01 05-02 06-25 08-15 10-31 11-01 12-25 12-26',
  SK: '01-01 01-06 easter-2 easter+1 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26',
  XK: '01-01 01-07 02-17 easter+1 04-09 orthodox+1 05-01 05-09 06-12 12-25',
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayMs = 86_400_000;

/** The day of a year, days since 1970-01-01. */
type Rule = (year: number) => number;

const rulesByCountry = new Map(
  Object.entries(holidaysByCountry).map(([country, days]) => [country, days.split(' ').map(ruleOf)]),
);

/**
 * The holidays of a country between two days, as days since 1970-01-01.
 *
 * @param country ISO 3166 code of two letters
 * @param first first day, days since 1970-01-01
 * @param end day after the last one
 * @throws RangeError for a country whose holidays are not known
 */
export function holidaysOf(country: string, first: number, end: number): Set<number> {
  const rules = rulesByCountry.get(country);
  if (!rules) throw new RangeError(`The holidays of ${country} are not known.`);
  const [from, to] = [yearOf(first), yearOf(end)];
  const all = Array.from({ length: to - from + 1 }, (_, index) => rules.map((rule) => rule(from + index)));
  return new Set(all.flat().filter((day) => day >= first && day < end));
}

const yearOf = (day: number): number => new Date(day * dayMs).getUTCFullYear();

function ruleOf(written: string): Rule {
  const [, church, distance] = /^(easter|orthodox)([+-]\d+)$/.exec(written) ?? [];
  if (church === 'easter') return (year) => westernEaster(year) + Number(distance);
  if (church === 'orthodox') return (year) => orthodoxEaster(year) + Number(distance);
  const [, weekday, month, day] = /^(?:([a-z]{3})>=)?(\d\d)-(\d\d)$/.exec(written) ?? [];
  if (!month || (weekday && !weekdays.includes(weekday)))
    throw new RangeError(`${written} is not a day of a year.`);
  const from: Rule = (year) => Date.UTC(year, Number(month) - 1, Number(day)) / dayMs;
  if (weekday === undefined) return from;
  const wanted = weekdays.indexOf(weekday);
  return (year) => from(year) + ((wanted - ((from(year) + 3) % 7) + 7) % 7);
}
