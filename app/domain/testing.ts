import type { Zone } from '../contract/http.ts';
import { intervalsOfDay, type PriceDay } from './price-day.ts';
import { findZone } from './zones.ts';

/** Shared by the tests of this folder and of the feeds. */

export function zoneNamed(id: string): Zone {
  const zone = findZone(id);
  if (!zone) throw new Error(`The zone ${id} is not in the table; add it to zones.ts.`);
  return zone;
}

/** A complete day whose prices follow from the index of the interval. */
export function dayWith(
  zone: Zone,
  day: string,
  price: (index: number) => number | null,
  resolutionMinutes = zone.resolutionMinutes,
): PriceDay {
  const count = intervalsOfDay(zone, day, resolutionMinutes);
  const prices = Array.from({ length: count }, (_, index) => price(index));
  return { zone: zone.id, day, resolutionMinutes, currency: zone.currency, prices };
}
