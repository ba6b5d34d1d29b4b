import type { PriceDay } from '../domain/price-day.ts';

/** A stored day, as far as the decision whether to replace it needs it. */
export type StoredPrices = Pick<PriceDay, 'day' | 'resolutionMinutes' | 'prices'> & { simulated: boolean };

/**
 * Which of the given days have to be written, given those that are stored.
 *
 * Real prices are never replaced by simulated ones, simulated ones always by real ones. Among the same kind the
 * newer wins, except that a gap never wipes out a known price, and what would change nothing is left alone.
 */
export function priceDaysToWrite(
  stored: readonly StoredPrices[],
  given: readonly PriceDay[],
  givenSimulated: boolean,
): PriceDay[] {
  const byDay = new Map(stored.map((day) => [day.day, day]));
  return given.flatMap((day) => {
    const known = byDay.get(day.day);
    if (!known) return [day];
    if (known.simulated !== givenSimulated) return givenSimulated ? [] : [day];
    return replacement(known, day) ?? [];
  });
}

function replacement(known: StoredPrices, given: PriceDay): PriceDay | null {
  if (known.resolutionMinutes !== given.resolutionMinutes) {
    return gapShare(given.prices) > gapShare(known.prices) ? null : given;
  }
  const prices = given.prices.map((price, index) => price ?? known.prices[index] ?? null);
  return prices.every((price, index) => isSameStored(price, known.prices[index]))
    ? null
    : { ...given, prices };
}

function gapShare(prices: readonly (number | null)[]): number {
  return prices.filter((price) => price === null).length / prices.length;
}

/** Prices are stored in single precision, so what differs beyond it is the same once stored. */
function isSameStored(price: number | null, known: number | null | undefined): boolean {
  if (price === null || known === null || known === undefined) return price === (known ?? null);
  return Math.fround(price) === Math.fround(known);
}
