import { hoursOfDay } from '../hour-table.ts';

/** One number of each day. */
export interface DaySummaries {
  min: Float64Array;
  max: Float64Array;
  mean: Float64Array;
}

/** @param values 24 of each day */
export function daySummaries(values: Float64Array): DaySummaries {
  const days = values.length / hoursOfDay;
  const ofDay = (day: number) => values.subarray(day * hoursOfDay, (day + 1) * hoursOfDay);
  const each = (summary: (hours: Float64Array) => number) =>
    Float64Array.from({ length: days }, (_, day) => summary(ofDay(day)));
  return {
    min: each((hours) => Math.min(...hours)),
    max: each((hours) => Math.max(...hours)),
    mean: each((hours) => hours.reduce((sum, value) => sum + value, 0) / hoursOfDay),
  };
}
