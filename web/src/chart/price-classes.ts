import type { ShownSlot } from './slots.ts';

/** Which quarter of the shown prices a price belongs to: 0 the cheapest (teal), 3 the dearest (red-brown). */
export type PriceClass = 0 | 1 | 2 | 3;

/** Every class, cheapest first. */
export const priceClasses: readonly PriceClass[] = [0, 1, 2, 3];

/** Prices that differ by less than this (currency per MWh, 0.1 ct/kWh) are one colour: there is nothing to choose. */
const flatSpread = 1;

/**
 * Sorts prices into quarters of the shown time. Slots count by their length, so that a forecast in hours and prices
 * in quarters of an hour are one scale.
 */
export function makePriceClass(slots: readonly ShownSlot[]): (price: number) => PriceClass {
  const sorted = [...slots].sort((a, b) => a.price - b.price);
  const lowest = sorted.at(0)?.price ?? 0;
  const highest = sorted.at(-1)?.price ?? 0;
  if (highest - lowest < flatSpread) return () => 1;
  const [first = 0, second = 0, third = 0] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
  return (price) => (price <= first ? 0 : price <= second ? 1 : price <= third ? 2 : 3);
}

/** The price that a share of the time is not above. */
function quantile(sorted: readonly ShownSlot[], share: number): number {
  const totalMs = sorted.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  let passedMs = 0;
  for (const { startMs, endMs, price } of sorted) {
    passedMs += endMs - startMs;
    if (passedMs >= totalMs * share) return price;
  }
  return sorted.at(-1)?.price ?? 0;
}
