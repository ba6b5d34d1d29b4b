import { describe, expect, it } from 'vitest';
import type { ShownSlot } from '../../chart/slots.ts';
import { outlookByDay } from './days.ts';

const hour = 3_600_000;
const slotsFrom = (start: string, prices: readonly number[], kind: ShownSlot['kind'] = 'published') =>
  prices.map((price, index): ShownSlot => {
    const startMs = Date.parse(start) + index * hour;
    return { startMs, endMs: startMs + hour, price, kind, p10: null, p90: null, layers: null };
  });

describe('the outlook by day', () => {
  it('has the days of the zone, each with its cheapest three hours', () => {
    // From 22:00 in Stockholm.
    const slots = slotsFrom('2026-01-15T21:00:00Z', [9, 8, 5, 1, 1, 1, 7]);
    expect(outlookByDay(slots, 'Europe/Stockholm')).toEqual([
      { day: '2026-01-15', mean: 8.5, lowest: 8, highest: 9, cheapest: null, kind: 'published' },
      {
        day: '2026-01-16',
        mean: 3,
        lowest: 1,
        highest: 7,
        cheapest: { startMs: Date.parse('2026-01-16T00:00:00Z'), endMs: Date.parse('2026-01-16T03:00:00Z') },
        kind: 'published',
      },
    ]);
  });

  it('takes no stretch over a gap, and a day with a forecast for one', () => {
    const slots = [
      ...slotsFrom('2026-01-15T00:00:00Z', [1, 1]),
      ...slotsFrom('2026-01-15T04:00:00Z', [4, 4, 4], 'forecast'),
    ];
    const [day] = outlookByDay(slots, 'UTC');
    expect(day?.cheapest?.startMs).toBe(Date.parse('2026-01-15T04:00:00Z'));
    expect(day?.kind).toBe('forecast');
    expect(outlookByDay([], 'UTC')).toEqual([]);
  });
});
