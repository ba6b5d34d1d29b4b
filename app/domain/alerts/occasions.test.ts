import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketDayBounds } from '../market-day.ts';
import { occasionsOf, type PricedDay } from './occasions.ts';

const hour = 3_600_000;
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

/** A day in Brussels with a price an hour. */
function dayOf(day: string, priceAt: (hour: number) => number | null): PricedDay {
  const { startMs, endMs } = marketDayBounds(day, 'Europe/Brussels');
  const prices = Array.from({ length: (endMs - startMs) / hour }, (_, index) => priceAt(index));
  const slots = prices.flatMap((price, index) =>
    price === null ? [] : [{ startMs: startMs + index * hour, minutes: 60, price }],
  );
  return { day, startMs, slots, isComplete: slots.length === prices.length };
}

const plain = { leadMinutes: 15 };
const now = at('2026-01-15T11:00:00Z');

describe('what an alert tells of', () => {
  const days = [
    dayOf('2026-01-15', (h) => (h >= 14 && h < 17 ? 3 : h === 23 ? -2 : 20)),
    dayOf('2026-01-16', (h) => (h < 2 ? -4 : 20)),
  ];

  it('is each stretch below a price, across midnight too', () => {
    const found = occasionsOf({ ...plain, kind: 'below', perKwh: 5 }, days, now);
    expect(found.map(({ startMs, endMs, price }) => [iso(startMs), iso(endMs), price])).toEqual([
      ['2026-01-15T13:00:00.000Z', '2026-01-15T16:00:00.000Z', 3],
      ['2026-01-15T22:00:00.000Z', '2026-01-16T01:00:00.000Z', -10 / 3],
    ]);
    expect(found[0]).toMatchObject({
      dueMs: at('2026-01-15T12:45:00Z'),
      expiresMs: at('2026-01-15T16:00:00Z'),
      lowest: 3,
      highest: 3,
    });
  });

  it('is not a price that is just reached', () => {
    expect(occasionsOf({ ...plain, kind: 'below', perKwh: -4 }, days, now)).toEqual([]);
    expect(occasionsOf({ ...plain, kind: 'above', perKwh: 20 }, days, now)).toEqual([]);
  });

  it('is a negative price', () => {
    const found = occasionsOf({ ...plain, kind: 'negative' }, days, now);
    expect(found.map(({ key }) => key)).toEqual(['2026-01-15T22:00:00.000Z']);
  });

  it('is nothing that is over, and what goes on', () => {
    const below = { ...plain, kind: 'below', perKwh: 5 } as const;
    expect(occasionsOf(below, days, at('2026-01-15T15:59:00Z'))).toHaveLength(2);
    expect(occasionsOf(below, days, at('2026-01-15T16:00:00Z'))).toHaveLength(1);
  });

  it('is tomorrow once all of it is known, until it begins', () => {
    const tomorrow = { ...plain, kind: 'tomorrow' } as const;
    expect(occasionsOf(tomorrow, days, now)).toMatchObject([
      { key: '2026-01-16', dueMs: now, expiresMs: at('2026-01-15T23:00:00Z'), lowest: -4, highest: 20 },
    ]);
    expect(occasionsOf(tomorrow, days, at('2026-01-15T23:00:00Z'))).toEqual([]);
    const partial = [days[0] as PricedDay, dayOf('2026-01-16', (h) => (h === 5 ? null : 1))];
    expect(occasionsOf(tomorrow, partial, now)).toEqual([]);
  });

  it('is the cheapest window of each whole day', () => {
    const wish = { ...plain, kind: 'cheapest-window', minutes: 90 } as const;
    expect(occasionsOf(wish, days, now)).toMatchObject([
      { key: '2026-01-15', startMs: at('2026-01-15T13:00:00Z'), endMs: at('2026-01-15T14:30:00Z'), price: 3 },
      {
        key: '2026-01-16',
        startMs: at('2026-01-15T23:00:00Z'),
        endMs: at('2026-01-16T00:30:00Z'),
        price: -4,
      },
    ]);
  });

  it('does not join stretches over a gap', () => {
    const gap = [dayOf('2026-01-16', (h) => (h === 5 ? null : 1))];
    expect(occasionsOf({ ...plain, kind: 'below', perKwh: 2 }, gap, now)).toHaveLength(2);
  });

  it('keeps its name while time passes and the next day comes', () => {
    const prices = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 96, maxLength: 96 });
    const property = fc.property(prices, fc.integer({ min: 48, max: 71 }), (given, elapsed) => {
      const all = ['2026-01-13', '2026-01-14', '2026-01-15', '2026-01-16'].map((day, index) =>
        dayOf(day, (h) => given[index * 24 + h] ?? 0),
      );
      const early = occasionsOf(
        { ...plain, kind: 'below', perKwh: 0 },
        all.slice(0, 3),
        at('2026-01-14T23:00:00Z'),
      );
      const later = at('2026-01-12T23:00:00Z') + elapsed * hour;
      const keys = occasionsOf({ ...plain, kind: 'below', perKwh: 0 }, all, later).map(({ key }) => key);
      const stillOn = early.filter(({ expiresMs }) => expiresMs > later).map(({ key }) => key);
      expect(keys.slice(0, stillOn.length)).toEqual(stillOn);
    });
    fc.assert(property);
  });
});
