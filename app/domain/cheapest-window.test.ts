import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cheapestWindow, type Window } from './cheapest-window.ts';
import { type Slot, slotsOfDay } from './price-day.ts';
import { dayWith, zoneNamed } from './testing.ts';

const minute = 60_000;

/** Slots from (length, price, pause before) triples. */
function slotsFrom(parts: readonly (readonly [minutes: number, price: number, pause?: number])[]): Slot[] {
  let startMs = 1_700_000_000_000;
  return parts.map(([minutes, price, pause = 0]) => {
    startMs += pause * minute;
    const slot = { startMs, minutes, price };
    startMs += minutes * minute;
    return slot;
  });
}

/** The definition, taken literally: minute by minute from every start. */
function bruteForce(slots: readonly Slot[], minutes: number): Window | null {
  let best: Window | null = null;
  for (const { startMs } of slots) {
    let sum = 0;
    let covered = 0;
    for (; covered < minutes; covered++) {
      const at = startMs + covered * minute;
      const slot = slots.find((s) => s.startMs <= at && at < s.startMs + s.minutes * minute);
      if (!slot) break;
      sum += slot.price;
    }
    const mean = sum / minutes;
    if (covered === minutes && (!best || mean < best.meanPrice - 1e-6)) {
      best = { startMs, endMs: startMs + minutes * minute, meanPrice: mean };
    }
  }
  return best;
}

const anySlots = fc
  .array(
    fc.tuple(
      fc.constantFrom(15, 30, 60),
      fc.integer({ min: -50_000, max: 400_000 }).map((cents) => cents / 100),
      fc.constantFrom(0, 0, 0, 0, 15),
    ),
    { maxLength: 40 },
  )
  .map(slotsFrom);

describe('cheapestWindow', () => {
  test('is what trying every minute of every start finds', () => {
    fc.assert(
      fc.property(anySlots, fc.integer({ min: 1, max: 400 }), (slots, minutes) => {
        const found = cheapestWindow(slots, minutes);
        const expected = bruteForce(slots, minutes);
        expect(found?.startMs).toBe(expected?.startMs);
        expect(found?.endMs).toBe(expected?.endMs);
        if (expected) expect(found?.meanPrice).toBeCloseTo(expected.meanPrice, 6);
      }),
      { numRuns: 300 },
    );
  });

  test('takes the earliest of equal windows, rounding or not', () => {
    const slots = slotsFrom(Array.from({ length: 200 }, () => [15, 0.1] as const));
    expect(cheapestWindow(slots, 45)?.startMs).toBe(slots[0]?.startMs);
  });

  test('does not cross a gap', () => {
    const slots = slotsFrom([
      [60, 1],
      [60, 1, 60],
      [60, 9],
    ]);
    expect(cheapestWindow(slots, 120)).toMatchObject({ startMs: slots[1]?.startMs, meanPrice: 5 });
    expect(cheapestWindow(slots, 180)).toBeNull();
  });

  test('weighs a slot that it ends in by the part it uses', () => {
    const slots = slotsFrom([
      [60, 10],
      [60, 40],
    ]);
    expect(cheapestWindow(slots, 90)).toMatchObject({ startMs: slots[0]?.startMs, meanPrice: 20 });
  });

  test('finds negative prices, and uses the whole of the day that gains an hour', () => {
    const zone = zoneNamed('SE3');
    const slots = slotsOfDay(
      zone,
      dayWith(zone, '2025-10-26', (index) => (index >= 8 && index < 16 ? -5 : 5)),
    );
    expect(cheapestWindow(slots, 120)).toEqual({
      startMs: Date.parse('2025-10-26T02:00:00+02:00'),
      endMs: Date.parse('2025-10-26T03:00:00+01:00'),
      meanPrice: -5,
    });
    expect(cheapestWindow(slots, 25 * 60)).not.toBeNull();
    expect(cheapestWindow(slots, 25 * 60 + 1)).toBeNull();
  });

  test('of no slots is none', () => {
    expect(cheapestWindow([], 15)).toBeNull();
  });

  test.each([0, -15, Number.NaN])('refuses %s minutes', (minutes) => {
    expect(() => cheapestWindow([], minutes)).toThrow(RangeError);
  });
});
