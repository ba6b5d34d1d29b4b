/** How much a household takes at a time of the year, relative to other times. */
export type LoadProfile = (month: number, isWeekend: boolean, hour: number) => number;

/**
 * A household as grid operators take it to be while nobody measures it: little at night, a rise in the morning and the
 * most in the evening; more around noon at weekends; a third more in winter than in summer. Drawn after the shape of the
 * German standard load profile H0 (https://www.bdew.de), with round figures.
 */
export const householdProfile: LoadProfile = (month, isWeekend, hour) =>
  ((isWeekend ? weekend : weekday)[hour] ?? 0) * (seasons[month - 1] ?? 0);

/** The same course on every day of the year: 24 shares, which need not add up to anything. */
export const ownProfile =
  (shares: readonly number[]): LoadProfile =>
  (_month, _isWeekend, hour) =>
    shares[hour] ?? 0;

const weekday = [6, 5, 4, 4, 4, 5, 8, 11, 11, 10, 10, 11, 13, 12, 11, 10, 10, 12, 15, 17, 16, 14, 11, 8];
const weekend = [7, 6, 5, 4, 4, 4, 5, 7, 11, 14, 15, 16, 18, 16, 14, 12, 12, 13, 16, 17, 15, 13, 11, 9];
const seasons = [1.17, 1.14, 1.07, 0.99, 0.93, 0.89, 0.87, 0.88, 0.93, 1.0, 1.09, 1.16];
