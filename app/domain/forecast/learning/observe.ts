import { hoursOfDay } from '../hour-table.ts';
import { meanOfDays } from '../member.ts';
import { blend } from './blend.ts';
import { bandShare, type LearningState, type ObservedDay, rememberedDays } from './state.ts';

/** A day whose prices have come, and what each member had said the day before. */
export interface Outcome {
  epochDay: number;
  /** 24 local hours, currency per MWh. */
  prices: ArrayLike<number>;
  /** 24 hours of each member in the order of the state; null for one that took no part. */
  forecasts: readonly (Float64Array | null)[];
}

/** How far one day moves the tails of the band. */
const tailStep = 0.01;
const [leastTail, mostTail] = [0.01, 0.2];
/** A day counts with at most this many times the usual error: one freak day must not rule a month of weights. */
const outlierFactor = 6;

/**
 * The state after a day turned out. Pure. The day is judged by what the state said before it, so days must come in
 * order; a day that is not after the last one, that has an hour without a price, or that no member forecast changes
 * nothing.
 */
export function observe(state: LearningState, outcome: Outcome): LearningState {
  const last = state.days.at(-1)?.epochDay ?? Number.NEGATIVE_INFINITY;
  const prices = Array.from(outcome.prices);
  const isUsable = prices.length === hoursOfDay && prices.every(Number.isFinite);
  const forecasts = state.members.map((_, member) => usable(outcome.forecasts[member]));
  if (outcome.epochDay <= last || !isUsable || forecasts.every((forecast) => forecast === null)) return state;
  const { price, band, candidate } = blend(state, forecasts, outcome.epochDay);
  const plain = meanOfDays(forecasts.filter((forecast) => forecast !== null));
  const cap = outlierFactor * usualError(state);
  const day: ObservedDay = {
    epochDay: outcome.epochDay,
    memberError: forecasts.map((forecast) => forecast && rounded(Math.min(cap, meanError(forecast, prices)))),
    mixError: prices.map((actual, hour) => rounded((candidate.mix[hour] as number) - actual)),
    adjustedError: rounded(meanError(candidate.price, prices)),
    shownError: prices.map((actual, hour) => rounded((price[hour] as number) - actual)),
    plainError: rounded(meanError(plain, prices)),
    coverage: band && coverageOf(price, band, prices),
  };
  return {
    ...state,
    days: [...state.days, day].slice(-rememberedDays),
    tailShare: nextTail(state.tailShare, day.coverage),
  };
}

/** Adaptive conformal inference (Gibbs and Candès 2021): wider after a day outside of the band, narrower after one inside. */
function nextTail(tailShare: number, coverage: number | null): number {
  if (coverage === null) return tailShare;
  return Math.min(mostTail, Math.max(leastTail, tailShare + tailStep * (coverage - bandShare)));
}

function usable(forecast: Float64Array | null | undefined): Float64Array | null {
  return forecast?.length === hoursOfDay && forecast.every(Number.isFinite) ? forecast : null;
}

function meanError(forecast: Float64Array, prices: readonly number[]): number {
  return (
    prices.reduce((sum, price, hour) => sum + Math.abs((forecast[hour] as number) - price), 0) / prices.length
  );
}

function usualError({ days }: LearningState): number {
  if (days.length < 7) return Number.POSITIVE_INFINITY;
  return days.reduce((sum, day) => sum + day.plainError, 0) / days.length;
}

function coverageOf(
  price: Float64Array,
  band: { below: Float64Array; above: Float64Array },
  prices: readonly number[],
): number {
  const inside = prices.filter((actual, hour) => {
    const distance = actual - (price[hour] as number);
    return distance >= (band.below[hour] as number) && distance <= (band.above[hour] as number);
  });
  return inside.length / prices.length;
}

/** A tenth of a cent per MWh: what is stored stays small, and is the same after a round trip through JSON. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
