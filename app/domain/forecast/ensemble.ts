import { hoursOfDay } from './hour-table.ts';
import type { Member } from './member.ts';

/** The plain mean of several models; itself a model. */
export function meanOf(members: readonly Member[]): Member {
  return {
    name: members.map((member) => member.name).join(' + '),
    minRows: Math.max(...members.map((member) => member.minRows)),
    fit(table, end) {
      const forecasters = members.map((member) => member.fit(table, end));
      return (given, row) => {
        const mean = new Float64Array(hoursOfDay);
        for (const forecaster of forecasters) {
          forecaster(given, row).forEach((price, hour) => {
            mean[hour] = (mean[hour] as number) + price / forecasters.length;
          });
        }
        return mean;
      };
    },
  };
}
