import type { Slot } from './price-day.ts';

/** What a stretch of prices comes to. Prices are those of the slots; means are over time. */
export interface PriceStatistics {
  minutes: number;
  mean: number;
  /** Half of the time the price was at most this. */
  median: number;
  lowest: Slot;
  highest: Slot;
  /** Time with a price below zero. */
  negativeMinutes: number;
  /** Mean by the hour that a clock shows, 0 to 23; null for an hour that no slot lies in. */
  byHour: (number | null)[];
}

/**
 * @param slots at least one
 * @param hourOf the hour that the clock of the households shows at an instant, 0 to 23
 */
export function priceStatistics(slots: readonly Slot[], hourOf: (ms: number) => number): PriceStatistics {
  const hours = Array.from({ length: 24 }, (): Slot[] => []);
  for (const slot of slots) hours[hourOf(slot.startMs)]?.push(slot);
  const negative = slots.filter(({ price }) => price < 0);
  const byPrice = [...slots].sort((a, b) => a.price - b.price);
  return {
    minutes: minutesOf(slots),
    mean: meanOf(slots),
    median: medianOf(byPrice),
    lowest: byPrice[0] as Slot,
    highest: byPrice.at(-1) as Slot,
    negativeMinutes: minutesOf(negative),
    byHour: hours.map((ofHour) => (ofHour.length > 0 ? meanOf(ofHour) : null)),
  };
}

const minutesOf = (slots: readonly Slot[]): number => slots.reduce((sum, { minutes }) => sum + minutes, 0);

const meanOf = (slots: readonly Slot[]): number =>
  slots.reduce((sum, { price, minutes }) => sum + price * minutes, 0) / minutesOf(slots);

/** @param byPrice the cheapest first */
function medianOf(byPrice: readonly Slot[]): number {
  const half = minutesOf(byPrice) / 2;
  let passed = 0;
  for (const [index, { price, minutes }] of byPrice.entries()) {
    passed += minutes;
    // Exactly half way both neighbours are in the middle.
    if (passed === half) return (price + (byPrice[index + 1] as Slot).price) / 2;
    if (passed > half) return price;
  }
  return Number.NaN;
}
