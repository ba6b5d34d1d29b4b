import type { PricesResponse, Zone } from '../../contract/http.ts';
import type { KnownPrices } from '../price-store.ts';
import type { Range } from '../range.ts';
import { iso, slotsWithin, toSlot, zoneHead } from './slots.ts';

/** Prices of a range as lines of CSV (RFC 4180): start in UTC, minutes, price, unit. */
export function pricesCsv(zone: Zone, range: Range, { days }: KnownPrices): string {
  const { unit } = zoneHead(zone);
  const lines = slotsWithin(zone, days, range).map(
    ({ startMs, minutes, price }) => `${iso(startMs)},${minutes},${price},${unit}`,
  );
  return ['start,minutes,price,unit', ...lines, ''].join('\r\n');
}

/** The published prices of a range. */
export function pricesAnswer(zone: Zone, range: Range, { days, freshness }: KnownPrices): PricesResponse {
  const sources = new Map(
    days.map(({ feed, label, simulated }) => [`${feed} ${label}`, { feed, label, simulated }]),
  );
  return {
    ...zoneHead(zone),
    from: iso(range.fromMs),
    to: iso(range.toMs),
    slots: slotsWithin(zone, days, range).map(toSlot),
    sources: [...sources.values()],
    freshness,
  };
}
