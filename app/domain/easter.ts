/**
 * Easter Sunday of the western churches as days since 1970-01-01, after the algorithm of Meeus, Jones and Butcher
 * (Meeus, "Astronomical Algorithms", 1991, chapter 8).
 */
export function westernEaster(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - leapCenturies - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  return dayOf(year, 3, 22) + moon + toSunday - 7 * late;
}

/** Easter Sunday of the orthodox churches, days since 1970-01-01: Meeus' rule in the Julian calendar, valid from 1900 to 2099. */
export function orthodoxEaster(year: number): number {
  const moon = (19 * (year % 19) + 15) % 30;
  const toSunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const julianBehindDays = 13;
  return dayOf(year, 3, 22) + moon + toSunday + julianBehindDays;
}

function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}
