import type { CurrentPriceResponse } from '@eo/app/contract/http.ts';
import type { Accessor } from 'solid-js';
import { api, type DayRange } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import { addDays } from '../../time.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
/** Slots change on the quarter hour; a moment later everybody's clock agrees. */
const marginMs = 1_500;

/** How far ahead the page looks. */
export const forecastHours = 48;

/** What the answers of the page depend on; null while there is nothing to ask for. */
export interface Asked {
  zone: string;
  /** A market day, null for today and tomorrow. */
  day: string | null;
  minutes: number;
  /** Whether what a household pays is asked for too. */
  paid: boolean;
}

/** Every answer of the API that the page shows, loaded side by side and kept new. */
export function createLoads(asked: Accessor<Asked | null>) {
  const live = (): Asked | null => (asked()?.day === null ? asked() : null);
  const paying = (): Asked | null => (live()?.paid ? live() : null);
  return {
    prices: createPolled({
      key: () => keyOf(asked(), ({ zone, day }) => [zone, day] as const),
      load: ([zone, day], signal) => api.prices(zone, rangeOf(day), signal),
      everyMs: 3 * minuteMs,
    }),
    current: createPolled({
      key: () => keyOf(live(), ({ zone }) => [zone] as const),
      load: ([zone], signal) => api.current(zone, signal),
      everyMs: 3 * minuteMs,
      outdatedInMs: ({ current }) => endOf(current) + marginMs - Date.now(),
    }),
    cheapest: createPolled({
      key: () => keyOf(asked(), ({ zone, minutes, day }) => [zone, minutes, day] as const),
      load: ([zone, minutes, day], signal) => api.cheapest(zone, minutes, rangeOf(day), signal),
      everyMs: 3 * minuteMs,
      outdatedInMs: untilNextQuarter,
    }),
    paid: createPolled({
      key: () => keyOf(paying(), ({ zone }) => [zone] as const),
      load: ([zone], signal) => api.paidPrices(zone, forecastHours, signal),
      everyMs: 3 * minuteMs,
      outdatedInMs: untilNextQuarter,
    }),
    forecast: createPolled({
      key: () => keyOf(live(), ({ zone }) => [zone] as const),
      load: ([zone], signal) => api.forecast(zone, forecastHours, signal),
      everyMs: 10 * minuteMs,
    }),
  };
}

const untilNextQuarter = (): number => quarterMs - (Date.now() % quarterMs) + marginMs;

const keyOf = <Key>(asked: Asked | null, make: (asked: Asked) => Key): Key | null =>
  asked === null ? null : make(asked);

const rangeOf = (day: string | null): DayRange | null =>
  day === null ? null : { from: day, to: addDays(day, 1) };

const endOf = ({ start, minutes }: CurrentPriceResponse['current']): number =>
  Date.parse(start) + minutes * minuteMs;
