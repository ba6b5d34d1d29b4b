import type { PriceDay } from './price-day.ts';

/** How two accounts of the same market day differ. */
export interface PriceDifference {
  /** Intervals, in the coarser of the two resolutions, that both have. */
  compared: number;
  /** How many of them differ by more than rounding can explain. */
  differing: number;
  /** Currency per MWh; 0 when none differs. */
  largest: number;
}

/** Feeds publish to the cent, and hourly prices are rounded means of quarters. Currency per MWh. */
const tolerance = 0.05;

/** Compares two accounts of the same day; an hour counts as the mean of its quarters. */
export function priceDifference(a: PriceDay, b: PriceDay): PriceDifference {
  const step = Math.max(a.resolutionMinutes, b.resolutionMinutes);
  const [left, right] = [meansOf(a, step), meansOf(b, step)];
  const distances = left.flatMap((price, index) => {
    const other = right[index] ?? null;
    return price === null || other === null ? [] : [Math.abs(price - other)];
  });
  const beyond = distances.filter((distance) => distance > tolerance);
  return { compared: distances.length, differing: beyond.length, largest: Math.max(0, ...beyond) };
}

/** Means over intervals of `step` minutes; null where a part of one is missing. */
function meansOf({ prices, resolutionMinutes }: PriceDay, step: number): (number | null)[] {
  const parts = step / resolutionMinutes;
  return Array.from({ length: Math.floor(prices.length / parts) }, (_, index) => {
    const known = prices.slice(index * parts, (index + 1) * parts).filter((price) => price !== null);
    return known.length < parts ? null : known.reduce((sum, price) => sum + price, 0) / parts;
  });
}
