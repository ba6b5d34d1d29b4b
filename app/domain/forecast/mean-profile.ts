import { hoursOfDay } from './hour-table.ts';
import type { Member } from './member.ts';

/** The mean of each hour over all days there are: for less than a week of history. */
export const meanProfile: Member = {
  name: 'mean-profile',
  minRows: 1,
  fit(table, end) {
    const profile = new Float64Array(hoursOfDay);
    for (let row = 0; row < end; row++) {
      for (let hour = 0; hour < hoursOfDay; hour++) {
        profile[hour] = (profile[hour] as number) + (table.prices[row * hoursOfDay + hour] as number) / end;
      }
    }
    return () => profile.slice();
  },
};
