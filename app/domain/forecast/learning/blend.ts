import { hoursOfDay } from '../hour-table.ts';
import { medianOf, quantileSorted } from '../statistics.ts';
import type { LearningState, ObservedDay } from './state.ts';

/**
 * How the members of a day become one forecast: weights 1/MAE² over the trailing weeks, then half of each hour's
 * median error taken off, and what the evening before it tells. Each step is taken back while it does harm.
 */

/** Days that weights and bias look back on. */
export const trailingDays = 28;
/** With fewer days every member counts the same. */
const daysForWeights = 7;
const daysForBias = 14;
/** The other half of a past median error is chance: full strength was measured worse on every market. */
const biasShare = 0.5;
/** The last hours of a day, whose error the next day shares in part. */
const eveningHours = 4;
/** More than this share of it was chance wherever it was measured. */
const mostCarried = 0.3;
/** How much worse a step may have been before it is taken back. */
const gateTolerance = 1.01;
/** Fewer errors than this around one hour make no band. */
const samplesForBand = 30;

/** A day's forecast and what it was made of. By local hour, currency per MWh. */
export interface Blend {
  /** Share of each member, in the order of the state; 0 for one without a forecast. Their sum is 1. */
  weights: number[];
  /** Weighted mean; hours are ranked by it, as the bias blurs their order. */
  mix: Float64Array;
  /** What is taken off each hour: the bias, and what is carried over from the evening before. */
  bias: Float64Array;
  /** `mix` without them: the price to show. */
  price: Float64Array;
  /** Distances from `price` to the ends of the band, ≤ 0 and ≥ 0; null while too little is known. */
  band: { below: Float64Array; above: Float64Array } | null;
  /** `mix` and `price` as they are with weights and bias at work, live or not: watched, so that both can go live again. */
  candidate: { mix: Float64Array; price: Float64Array };
}

/**
 * Makes one forecast of those of the members: 24 hours of each in the order of the state, null for one that has none.
 * The day they are of is given in days since 1970-01-01.
 */
export type Blender = (forecasts: readonly (Float64Array | null)[], epochDay: number) => Blend;

/** What a state makes of the forecasts of its members, at least one of which is there. */
export function blenderOf(state: LearningState): Blender {
  const live = liveSteps(state);
  const band = bandOf(state);
  const lasting = biasOf(state);
  return (forecasts, epochDay) => {
    const carried = carriedOf(state, epochDay);
    const candidateBias = lasting.map((bias) => bias + carried);
    const bias = live.bias ? candidateBias : new Float64Array(hoursOfDay);
    const takesPart = forecasts.map((forecast) => forecast !== null);
    const learned = weightsOf(state, takesPart);
    const candidateMix = weightedMean(forecasts, learned);
    const weights = live.weights ? learned : equalWeights(takesPart);
    const mix = live.weights ? candidateMix : weightedMean(forecasts, weights);
    const candidate = { mix: candidateMix, price: difference(candidateMix, candidateBias) };
    return { weights, mix, bias, price: difference(mix, bias), band, candidate };
  };
}

/** {@link blenderOf} for a single day. */
export function blend(
  state: LearningState,
  forecasts: readonly (Float64Array | null)[],
  epochDay: number,
): Blend {
  return blenderOf(state)(forecasts, epochDay);
}

/**
 * The gate: weights are live unless they did worse than the plain mean over the trailing weeks, the bias unless it did
 * worse than the weighted mean. By a little does not count, as the next weeks may well turn it round.
 */
export function liveSteps({ days }: LearningState): { weights: boolean; bias: boolean } {
  const recent = days.slice(-trailingDays);
  const mean = (of: (day: ObservedDay) => number) => recent.reduce((sum, day) => sum + of(day), 0);
  const [plain, mix, adjusted] = [
    mean(({ plainError }) => plainError),
    mean(({ mixError }) => mixError.reduce((sum, error) => sum + Math.abs(error), 0) / hoursOfDay),
    mean(({ adjustedError }) => adjustedError),
  ];
  return { weights: mix <= gateTolerance * plain, bias: adjusted <= gateTolerance * mix };
}

function weightedMean(forecasts: readonly (Float64Array | null)[], weights: readonly number[]): Float64Array {
  const mean = new Float64Array(hoursOfDay);
  forecasts.forEach((forecast, member) => {
    forecast?.forEach((price, hour) => {
      mean[hour] = (mean[hour] as number) + (weights[member] as number) * price;
    });
  });
  return mean;
}

function equalWeights(takesPart: readonly boolean[]): number[] {
  const count = takesPart.filter(Boolean).length;
  return takesPart.map((part) => (part ? 1 / count : 0));
}

const difference = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, hour) => value - (b[hour] as number));

/** 1/MAE² of the trailing days, sum 1; equal while little is known. A member without a past counts as the mean one. */
export function weightsOf(state: LearningState, takesPart: readonly boolean[]): number[] {
  const days = state.days.slice(-trailingDays);
  const errors = takesPart.map((_, member) => meanKnown(days.map((day) => day.memberError[member] ?? null)));
  const known = errors.filter((error) => error !== null);
  const usual = known.length > 0 ? known.reduce((sum, error) => sum + error, 0) / known.length : 1;
  const isEqual = days.length < daysForWeights;
  const raw = takesPart.map((part, member) => {
    if (!part) return 0;
    return isEqual ? 1 : 1 / Math.max(errors[member] ?? usual, 1e-6) ** 2;
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function meanKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < daysForWeights) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Half of the median error of each hour over the trailing days; zero while little is known. */
export function biasOf(state: LearningState): Float64Array {
  const days = state.days.slice(-trailingDays);
  if (days.length < daysForBias) return new Float64Array(hoursOfDay);
  return Float64Array.from({ length: hoursOfDay }, (_, hour) => biasShare * medianOf(at(days, hour)));
}

/**
 * What the error of the evening before tells of a day, to be taken off each of its hours: the share of it that days had
 * in common with the evening before them of late, 0 to {@link mostCarried}, by least squares in which no day counts
 * for much more than another. 0 unless the day before was observed, and while little is known.
 */
export function carriedOf(state: LearningState, epochDay: number): number {
  const days = state.days.slice(-trailingDays - 1);
  const last = days.at(-1);
  const pairs = days.flatMap((day, index) => {
    const before = days[index - 1];
    return before?.epochDay === day.epochDay - 1
      ? [{ evening: eveningOf(before), next: meanOf(day.mixError) }]
      : [];
  });
  if (last?.epochDay !== epochDay - 1 || pairs.length < daysForBias) return 0;
  const usual = {
    evening: meanOf(pairs.map(({ evening }) => Math.abs(evening))),
    next: meanOf(pairs.map(({ next }) => Math.abs(next))),
  };
  let [together, alone] = [0, 1e-9];
  for (const { evening, next } of pairs) {
    const size =
      Math.max(Math.abs(evening), usual.evening / 2, 1e-9) * Math.max(Math.abs(next), usual.next / 2, 1e-9);
    together += (evening * next) / size;
    alone += evening ** 2 / size;
  }
  return Math.min(mostCarried, Math.max(0, together / alone)) * eveningOf(last);
}

const eveningOf = ({ mixError }: ObservedDay): number => meanOf(mixError.slice(-eveningHours));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const at = (days: readonly ObservedDay[], hour: number): number[] =>
  days.map((day) => day.mixError[hour] as number);

/** The ends of the band: quantiles of the errors of each hour and its neighbours as they were shown. */
function bandOf(state: LearningState): Blend['band'] {
  const ends = Array.from({ length: hoursOfDay }, (_, hour) => {
    const errors = [hour - 1, hour, hour + 1].flatMap((near) =>
      near < 0 || near >= hoursOfDay ? [] : state.days.map((day) => day.shownError[near] as number),
    );
    if (errors.length < samplesForBand) return null;
    const sorted = Float64Array.from(errors, (error) => -error).sort();
    return {
      below: Math.min(0, quantileSorted(sorted, state.tailShare)),
      above: Math.max(0, quantileSorted(sorted, 1 - state.tailShare)),
    };
  });
  if (ends.some((end) => end === null)) return null;
  return {
    below: Float64Array.from(ends, (end) => end?.below ?? 0),
    above: Float64Array.from(ends, (end) => end?.above ?? 0),
  };
}
