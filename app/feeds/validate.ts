import type { Zone } from '../contract/http.ts';
import { isDay } from '../domain/market-day.ts';
import { intervalsOfDay, type PriceDay } from '../domain/price-day.ts';
import { marketSteps } from '../domain/price-points.ts';
import type { FeedBatch } from './feed.ts';

/**
 * Prices per MWh that a day-ahead market can have. The harmonised limits of the European auction are -500 and
 * 4000 and rise in steps after spikes; a value beyond these is a wrong unit or a broken feed.
 */
const plausible = { min: -1000, max: 10_000 };

/**
 * Whether batches are what was asked for: the zone and its currency, days inside the range and none twice, the
 * length of each market day, finite and plausible prices.
 *
 * @returns null when they are, else what is wrong, in words that continue a sentence
 */
export function invalidity(
  batches: readonly FeedBatch[],
  zone: Zone,
  firstDay: string,
  lastDay: string,
): string | null {
  if (batches.some((batch) => !batch.feed || !batch.label)) return 'a batch says not where it came from';
  const seen = new Set<string>();
  for (const day of batches.flatMap((batch) => batch.days)) {
    const reason = invalidityOfDay(day, zone, firstDay, lastDay);
    if (reason) return reason;
    if (seen.has(day.day)) return `${day.day} came twice`;
    seen.add(day.day);
  }
  return null;
}

function invalidityOfDay(day: PriceDay, zone: Zone, firstDay: string, lastDay: string): string | null {
  if (day.zone !== zone.id) return `prices of ${day.zone} came`;
  if (day.currency !== zone.currency) return `prices in ${day.currency} came, ${zone.currency} was expected`;
  if (!isDay(day.day)) return `${JSON.stringify(day.day)} is not a day`;
  if (day.day < firstDay || day.day > lastDay) return `${day.day} was not asked for`;
  if (!marketSteps.includes(day.resolutionMinutes))
    return `${day.day} has steps of ${day.resolutionMinutes} min`;
  const expected = intervalsOfDay(zone, day.day, day.resolutionMinutes);
  if (day.prices.length !== expected)
    return `${day.day} has ${day.prices.length} prices instead of ${expected}`;
  if (day.prices.every((price) => price === null)) return `${day.day} has no price at all`;
  const wrong = day.prices.find((price) => price !== null && !isPlausible(price));
  return wrong === undefined ? null : `${day.day} has a price of ${wrong} ${day.currency}/MWh`;
}

function isPlausible(price: number): boolean {
  return Number.isFinite(price) && price >= plausible.min && price <= plausible.max;
}
