import type { CurrentPriceResponse, Zone } from '../../contract/http.ts';
import { marketDayOf } from '../../domain/market-day.ts';
import { slotsOfDay } from '../../domain/price-day.ts';
import { priceLevel } from '../../domain/price-level.ts';
import type { KnownPrices } from '../price-store.ts';
import { ProblemError } from '../problem.ts';
import { cents, endOf, toSlot, zoneHead } from './slots.ts';

/**
 * The price now, with the market day it belongs to.
 *
 * @param known the market days of today and tomorrow, as far as they are published
 * @throws ProblemError when there is no price for now
 */
export function currentPriceAnswer(zone: Zone, nowMs: number, known: KnownPrices): CurrentPriceResponse {
  const { days, freshness } = known;
  const slots = days.flatMap((day) => slotsOfDay(zone, day));
  const index = slots.findIndex((slot) => slot.startMs <= nowMs && nowMs < endOf(slot));
  const current = slots[index];
  const today = days.find(({ day }) => day === marketDayOf(nowMs, zone.marketTimeZone));
  if (!current || !today) throw new ProblemError('no-prices', `No price of ${zone.id} is known for now.`);
  const prices = slotsOfDay(zone, today).map(({ price }) => price);
  const next = slots[index + 1];
  return {
    ...zoneHead(zone),
    current: toSlot(current),
    next: next ? toSlot(next) : null,
    level: priceLevel(current.price, prices),
    day: {
      min: Math.min(...prices),
      max: Math.max(...prices),
      mean: cents(prices.reduce((sum, price) => sum + price, 0) / prices.length),
    },
    source: { feed: today.feed, label: today.label, simulated: today.simulated },
    freshness,
  };
}
