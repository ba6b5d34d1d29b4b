import { dayOf } from '../time.ts';
import type { ShownSlot } from './slots.ts';

interface Place {
  slots: readonly ShownSlot[];
  /** Position of the slot that is looked at. */
  index: number;
  timeZone: string;
}

/** Where a key leads from a slot: by interval, by day, to the ends; null for a key that leads nowhere. */
export function indexAfterKey(key: string, { slots, index, timeZone }: Place): number | null {
  const last = slots.length - 1;
  const moves: Record<string, () => number> = {
    ArrowRight: () => index + 1,
    ArrowUp: () => index + 1,
    ArrowLeft: () => index - 1,
    ArrowDown: () => index - 1,
    PageDown: () => nextDay(slots, index, timeZone),
    PageUp: () => previousDay(slots, index, timeZone),
    Home: () => 0,
    End: () => last,
  };
  const move = moves[key];
  return move ? Math.min(Math.max(move(), 0), last) : null;
}

const dayAt = (slots: readonly ShownSlot[], index: number, timeZone: string): string =>
  dayOf(slots[index]?.startMs ?? 0, timeZone);

/** The first slot of the next day, the last slot of all when there is none. */
function nextDay(slots: readonly ShownSlot[], index: number, timeZone: string): number {
  const day = dayAt(slots, index, timeZone);
  const next = slots.findIndex(({ startMs }) => dayOf(startMs, timeZone) > day);
  return next === -1 ? slots.length - 1 : next;
}

/** The first slot of this day, or of the day before when this is it. */
function previousDay(slots: readonly ShownSlot[], index: number, timeZone: string): number {
  const day = dayAt(slots, Math.max(0, index - 1), timeZone);
  return slots.findIndex(({ startMs }) => dayOf(startMs, timeZone) === day);
}
