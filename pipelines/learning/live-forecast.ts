import { hoursOfDay } from '@eo/app/domain/forecast/hour-table.ts';

/** Weights and bias that forecasts are made with until better ones are adopted. */
export interface Live {
  /** Share of each member, by name. */
  weights: Record<string, number>;
  /** What is taken off each of the 24 local hours, currency per MWh. */
  bias: number[];
}

/** Each member's 24 local hours, by name. */
export type MemberHours = Readonly<Record<string, ArrayLike<number>>>;

/**
 * The forecast that live weights make of the members that there are; their plain mean where nothing is live, or none
 * of the members is weighted.
 */
export function liveForecast(live: Live | null, members: MemberHours): number[] {
  const names = Object.keys(members);
  const given = names.map((name) => live?.weights[name] ?? 0);
  const sum = given.reduce((total, weight) => total + weight, 0);
  const weights = given.map((weight) => (sum > 0 ? weight / sum : 1 / names.length));
  return Array.from({ length: hoursOfDay }, (_, hour) => {
    const mix = names.reduce(
      (total, name, index) => total + (weights[index] as number) * (members[name]?.[hour] as number),
      0,
    );
    return mix - (sum > 0 ? (live?.bias[hour] ?? 0) : 0);
  });
}
