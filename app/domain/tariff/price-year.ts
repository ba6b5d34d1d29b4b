import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../../contract/http.ts';
import { type PriceDay, slotsOfDay } from '../price-day.ts';

/** The hours of a year that are alike to every tariff: of one month, at one hour of the clock, on a weekday or not. */
export interface PriceCell {
  month: number;
  isWeekend: boolean;
  hour: number;
  /** One of them, by its Unix milliseconds. */
  atMs: number;
  /** How many there are. */
  hours: number;
  /** Mean spot price, currency of the zone per MWh. */
  price: number;
}

/** Groups the slots of days with prices; gaps are left out. The clock is that of the zone's households. */
export function priceCellsOf(zone: Zone, days: readonly PriceDay[]): PriceCell[] {
  const cells = new Map<string, PriceCell>();
  for (const [atMs, { hours, price }] of hoursOf(zone, days)) {
    const { month, dayOfWeek, hour } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(
      zone.displayTimeZone,
    );
    const isWeekend = dayOfWeek >= 6;
    const key = `${month} ${isWeekend} ${hour}`;
    const cell = cells.get(key) ?? { month, isWeekend, hour, atMs, hours: 0, price: 0 };
    cells.set(key, { ...cell, ...together(cell, { hours, price }) });
  }
  return [...cells.values()];
}

type Priced = Pick<PriceCell, 'hours' | 'price'>;

/** By the start of each hour: calendars are dear, and asked once for its slots. */
function hoursOf(zone: Zone, days: readonly PriceDay[]): Map<number, Priced> {
  const hours = new Map<number, Priced>();
  for (const { startMs, minutes, price } of days.flatMap((day) => slotsOfDay(zone, day))) {
    const hour = Math.floor(startMs / hourMs) * hourMs;
    hours.set(hour, together(hours.get(hour) ?? { hours: 0, price: 0 }, { hours: minutes / 60, price }));
  }
  return hours;
}

const hourMs = 3_600_000;

function together(a: Priced, b: Priced): Priced {
  const hours = a.hours + b.hours;
  return { hours, price: (a.price * a.hours + b.price * b.hours) / hours };
}
