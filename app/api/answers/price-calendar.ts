import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Zone } from '../../contract/http.ts';
import { cheapestWindow } from '../../domain/cheapest-window.ts';
import { marketDayBounds } from '../../domain/market-day.ts';
import { isComplete, slotsOfDay } from '../../domain/price-day.ts';
import { consumerUnit, perKwhOf } from '../../domain/tariff/units.ts';
import type { KnownPrices } from '../price-store.ts';

/** How often a calendar that is subscribed to should ask again, in seconds: new prices come once a day. */
const refreshSeconds = 3_600;

/**
 * The cheapest window of each whole market day as an event (RFC 5545), times in UTC. The id of an event is that of its
 * day, so that a calendar moves it when prices were corrected.
 */
export function priceCalendar(zone: Zone, minutes: number, { days }: KnownPrices): string {
  const calendar = ical({
    name: `Cheapest power, ${zone.name}`,
    prodId: { company: 'electricity-optimizer', product: 'prices' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const day of days.filter((each) => isComplete(zone, each))) {
    const window = cheapestWindow(slotsOfDay(zone, day), minutes);
    if (!window) continue;
    const price = `${perKwhOf(window.meanPrice).toFixed(1)} ${consumerUnit(zone.currency)}`;
    calendar.createEvent({
      id: `${zone.id}-${day.day}-${minutes}@electricity-optimizer`,
      // The same file for the same prices, whenever it is made.
      stamp: new Date(marketDayBounds(day.day, zone.marketTimeZone).startMs),
      start: new Date(window.startMs),
      end: new Date(window.endMs),
      summary: `Cheapest power: ${price}`,
      description: `${day.label}. Market price without VAT, grid fees and taxes.${day.simulated ? ' Simulated.' : ''}`,
    });
  }
  return calendar.toString();
}
