import { hoursOfDay } from '../hour-table.ts';

/** Weights and bias that forecasts are made with until better ones are adopted. */
export interface Live {
  /** Share of each member, by name. */
  weights: Record<string, number>;
  /** What is taken off each of the 24 local hours, currency per MWh. */
  bias: number[];
  /** What the evening before a day tells of it, taken off each of its hours; nothing for any other day. */
  carried?: { epochDay: number; price: number };
}

/** Each member's 24 local hours, by name. */
export type MemberHours = Readonly<Record<string, ArrayLike<number>>>;

/** The share of each member; equal ones where nothing is live, or none of the members is weighted. Their sum is 1. */
export function liveWeights(live: Live | null, names: readonly string[]): number[] {
  const given = names.map((name) => live?.weights[name] ?? 0);
  const sum = given.reduce((total, weight) => total + weight, 0);
  return given.map((weight) => (sum > 0 ? weight / sum : 1 / names.length));
}

/**
 * The forecast that live weights and bias make of the members that there are; a bias is nothing without weights.
 *
 * @param epochDay day that it is of, in days since 1970-01-01
 */
export function liveForecast(live: Live | null, members: MemberHours, epochDay: number): number[] {
  const names = Object.keys(members);
  const weights = liveWeights(live, names);
  const carried = live?.carried?.epochDay === epochDay ? live.carried.price : 0;
  const isWeighted = names.some((name) => live?.weights[name]);
  return Array.from({ length: hoursOfDay }, (_, hour) => {
    const mix = names.reduce(
      (total, name, index) => total + (weights[index] as number) * (members[name]?.[hour] as number),
      0,
    );
    return mix - (isWeighted ? (live?.bias[hour] ?? 0) + carried : 0);
  });
}
