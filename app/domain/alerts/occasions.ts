import type { AlertBody } from '../../contract/alerts.ts';
import { cheapestWindow } from '../cheapest-window.ts';
import type { Slot } from '../price-day.ts';

/** The known prices of a market day. Instants are Unix milliseconds; prices minor units per kWh, as the alert means. */
export interface PricedDay {
  /** `YYYY-MM-DD`. */
  day: string;
  startMs: number;
  /** In order; what is not known is left out. */
  slots: readonly Slot[];
  /** Whether every price of the day is known. */
  isComplete: boolean;
}

/** Something that an alert tells of, once. */
export interface Occasion {
  /** Names it among all occasions of its alert, and stays the same however often it is looked for. */
  key: string;
  startMs: number;
  endMs: number;
  /** Mean over time from start to end. */
  price: number;
  lowest: number;
  highest: number;
  /** Whether it has begun when it is found. */
  isOn: boolean;
  /** When to tell it. */
  dueMs: number;
  /** From when on nobody needs to hear it. */
  expiresMs: number;
}

type Wish = Pick<AlertBody, 'kind' | 'perKwh' | 'minutes' | 'leadMinutes'>;

/**
 * What an alert has to tell of in known prices and is not over yet, in order.
 *
 * @param days in order, from the day before yesterday on: what began then and goes on keeps its name
 */
export function occasionsOf(wish: Wish, days: readonly PricedDay[], nowMs: number): Occasion[] {
  const lead = wish.leadMinutes * 60_000;
  return found(wish, days, nowMs)
    .map((occasion) => ({
      isOn: occasion.startMs <= nowMs,
      dueMs: occasion.startMs - lead,
      expiresMs: occasion.endMs,
      ...occasion,
    }))
    .filter(({ expiresMs }) => expiresMs > nowMs);
}

type Found = Omit<Occasion, 'isOn' | 'dueMs' | 'expiresMs'> & Partial<Occasion>;

function found(wish: Wish, days: readonly PricedDay[], nowMs: number): Found[] {
  const { perKwh = 0, minutes = 0 } = wish;
  switch (wish.kind) {
    case 'below':
      return runs(days, (price) => price < perKwh);
    case 'above':
      return runs(days, (price) => price > perKwh);
    case 'negative':
      return runs(days, (price) => price < 0);
    case 'tomorrow':
      return days
        .filter((day) => day.isComplete && day.startMs > nowMs)
        .flatMap((day) => published(day, nowMs));
    case 'cheapest-window':
      return days.filter(({ isComplete }) => isComplete).flatMap((day) => windowOf(day, minutes));
  }
}

/** Stretches of time in which every price fits. */
function runs(days: readonly PricedDay[], fits: (price: number) => boolean): Found[] {
  const stretches: Slot[][] = [];
  let endMs = Number.NaN;
  for (const slot of days.flatMap(({ slots }) => slots)) {
    if (!fits(slot.price)) continue;
    if (slot.startMs === endMs) stretches.at(-1)?.push(slot);
    else stretches.push([slot]);
    endMs = endOf(slot);
  }
  return stretches.map((slots) => ({ key: new Date(startOf(slots)).toISOString(), ...summary(slots) }));
}

/** Told as soon as they are known, until the day begins. */
function published({ day, slots, startMs }: PricedDay, nowMs: number): Found[] {
  return [{ key: day, ...summary(slots), dueMs: nowMs, expiresMs: startMs }];
}

function windowOf({ day, slots }: PricedDay, minutes: number): Found[] {
  const window = cheapestWindow(slots, minutes);
  if (!window) return [];
  const within = slots.filter((slot) => slot.startMs < window.endMs && endOf(slot) > window.startMs);
  return [
    { key: day, ...summary(within), startMs: window.startMs, endMs: window.endMs, price: window.meanPrice },
  ];
}

function summary(
  slots: readonly Slot[],
): Pick<Occasion, 'startMs' | 'endMs' | 'price' | 'lowest' | 'highest'> {
  const prices = slots.map(({ price }) => price);
  const minutes = slots.reduce((sum, slot) => sum + slot.minutes, 0);
  return {
    startMs: startOf(slots),
    endMs: endOf(slots.at(-1) as Slot),
    price: slots.reduce((sum, slot) => sum + slot.price * slot.minutes, 0) / minutes,
    lowest: Math.min(...prices),
    highest: Math.max(...prices),
  };
}

const startOf = (slots: readonly Slot[]): number => (slots[0] as Slot).startMs;
const endOf = ({ startMs, minutes }: Slot): number => startMs + minutes * 60_000;
