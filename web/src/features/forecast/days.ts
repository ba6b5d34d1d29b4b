import { extremes, meanPrice, type ShownSlot, slotsByDay } from '../../chart/slots.ts';

/** What a day comes to; prices are currency per MWh. */
export interface DayOutlook {
  /** `YYYY-MM-DD` in the zone's own time. */
  day: string;
  mean: number;
  lowest: number;
  highest: number;
  /** Its cheapest stretch of {@link stretchMs}; null where it has none as long. */
  cheapest: { startMs: number; endMs: number } | null;
  kind: ShownSlot['kind'];
}

/** How long the cheapest stretch is. */
const stretchMs = 3 * 3_600_000;

/** The days of a zone's calendar that the slots lie in, in order; a day with any forecast counts as forecast. */
export function outlookByDay(slots: readonly ShownSlot[], timeZone: string): DayOutlook[] {
  return [...slotsByDay(slots, timeZone)].flatMap(([day, ofDay]) => {
    const ends = extremes(ofDay);
    const mean = meanPrice(ofDay);
    if (!ends || mean === null) return [];
    return {
      day,
      mean,
      lowest: ends.lowest.price,
      highest: ends.highest.price,
      cheapest: cheapestStretch(ofDay),
      kind: ofDay.some(({ kind }) => kind === 'forecast') ? 'forecast' : 'published',
    };
  });
}

function cheapestStretch(slots: readonly ShownSlot[]): DayOutlook['cheapest'] {
  let best: { startMs: number; endMs: number; mean: number } | null = null;
  for (const [index, { startMs }] of slots.entries()) {
    const endMs = startMs + stretchMs;
    const within = slots.slice(index).filter((slot) => slot.endMs <= endMs);
    const covered = within.reduce((sum, slot) => sum + slot.endMs - slot.startMs, 0);
    const mean = meanPrice(within);
    if (covered === stretchMs && mean !== null && (!best || mean < best.mean))
      best = { startMs, endMs, mean };
  }
  return best && { startMs: best.startMs, endMs: best.endMs };
}
