import type { PriceLevel } from '../contract/http.ts';

/** A day whose prices differ by less than this (currency per MWh, 0.1 ct/kWh) offers nothing to choose from. */
const flatSpread = 1;

/**
 * How dear a price is among the prices of its day: cheap in the lowest third, dear in the highest. On a flat day
 * every price is normal; where most of a day has one price, that price is normal and the exceptions are not.
 *
 * @param dayPrices currency per MWh, in any order, `price` usually among them
 */
export function priceLevel(price: number, dayPrices: readonly number[]): PriceLevel {
  const sorted = [...dayPrices].sort((a, b) => a - b);
  const lowest = sorted.at(0);
  const highest = sorted.at(-1);
  if (lowest === undefined || highest === undefined || highest - lowest < flatSpread) return 'normal';
  const lower = sorted[Math.ceil(sorted.length / 3) - 1] as number;
  const upper = sorted[sorted.length - Math.ceil(sorted.length / 3)] as number;
  if (lower === upper) return price < lower ? 'cheap' : price > upper ? 'dear' : 'normal';
  if (price <= lower) return 'cheap';
  return price >= upper ? 'dear' : 'normal';
}
