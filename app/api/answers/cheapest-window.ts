import type { CheapestWindowResponse, Zone } from '../../contract/http.ts';
import { cheapestWindow } from '../../domain/cheapest-window.ts';
import type { KnownPrices } from '../price-store.ts';
import { ProblemError } from '../problem.ts';
import type { Range } from '../range.ts';
import { cents, cutTo, iso, slotsWithin, zoneHead } from './slots.ts';

const minuteMs = 60_000;

/**
 * The cheapest stretch of `minutes` in a row that lies inside a range of published prices.
 *
 * @throws ProblemError when the range has no such stretch
 */
export function cheapestWindowAnswer(
  zone: Zone,
  range: Range,
  minutes: number,
  { days, freshness }: KnownPrices,
): CheapestWindowResponse {
  const slots = cutTo(range, slotsWithin(zone, days, range));
  const window = cheapestWindow(slots, minutes);
  if (!window) {
    throw new ProblemError(
      'no-prices',
      `${zone.id} has no ${minutes} minutes of prices in a row from ${iso(range.fromMs)} to ${iso(range.toMs)}.`,
    );
  }
  const fromMs = Math.ceil(range.fromMs / minuteMs) * minuteMs;
  const ifStartedNow = cheapestWindow(cutTo({ fromMs, toMs: fromMs + minutes * minuteMs }, slots), minutes);
  return {
    ...zoneHead(zone),
    start: iso(window.startMs),
    end: iso(window.endMs),
    minutes,
    meanPrice: cents(window.meanPrice),
    meanPriceIfStartedNow: ifStartedNow ? cents(ifStartedNow.meanPrice) : null,
    kind: 'published',
    freshness,
  };
}
