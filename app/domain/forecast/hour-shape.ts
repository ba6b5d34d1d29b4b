import { type HourTable, hoursOfDay } from './hour-table.ts';

/** Days that the usual course of prices inside an hour is taken from. */
const shapeDays = 28;

/**
 * How far each interval usually lies from the mean of its hour (morning quarters rise, evening quarters fall):
 * the mean over the most recent days in the resolution asked for, zero where there are none.
 *
 * @returns `24 * intervalsPerHour` values, currency per MWh
 */
export function hourShapeOf(table: HourTable, intervalsPerHour: number): Float64Array {
  const recent = table.withinHour.slice(-shapeDays).filter((deviations) => deviations !== null);
  const shape = new Float64Array(hoursOfDay * intervalsPerHour);
  for (const deviations of recent) {
    deviations.forEach((deviation, index) => {
      shape[index] = (shape[index] as number) + deviation / recent.length;
    });
  }
  return shape;
}
