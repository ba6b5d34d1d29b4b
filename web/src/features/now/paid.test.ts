import { describe, expect, it } from 'vitest';
import { cheapestPaid, paidSlots } from './paid.ts';

const facts = {
  zone: 'SE3',
  currency: 'EUR',
  unit: 'ct/kWh',
  timeZone: 'Europe/Stockholm',
  freshness: { checkedAt: null, stale: false },
};
const startMs = Date.parse('2026-01-15T12:00:00Z');
const quarterMs = 900_000;
const slotsAt = (...prices: number[]) =>
  prices.map((price, index) => ({
    startMs: startMs + index * quarterMs,
    endMs: startMs + (index + 1) * quarterMs,
    price,
    kind: 'published' as const,
    p10: null,
    p90: null,
    layers: null,
  }));
const cheapest = (prices: number[], minutes: number, nowMs = startMs) =>
  cheapestPaid(slotsAt(...prices), minutes, nowMs, facts);

describe('paidSlots', () => {
  it('counts in currency per MWh, as everything on the page', () => {
    const parts = { energy: 4, grid: 6, tax: 2, vat: 3, total: 15, feedIn: 3 };
    const slot = { start: '2026-01-15T12:00:00.000Z', minutes: 15, kind: 'forecast' as const, ...parts };
    const [shown] = paidSlots({ ...facts, tariff: {} as never, simulated: false, slots: [slot] });
    expect(shown).toEqual({
      startMs,
      endMs: startMs + quarterMs,
      price: 150,
      kind: 'forecast',
      p10: null,
      p90: null,
      layers: { energy: 40, grid: 60, tax: 20, vat: 30 },
    });
  });
});

describe('cheapestPaid', () => {
  it('is where the mean is lowest, the earlier one of two', () => {
    expect(cheapest([9, 5, 5, 9, 5, 5], 30)).toMatchObject({
      start: '2026-01-15T12:15:00.000Z',
      end: '2026-01-15T12:45:00.000Z',
      meanPrice: 5,
      meanPriceIfStartedNow: 7,
      kind: 'published',
    });
  });

  it('may begin now, inside a slot', () => {
    const answer = cheapest([1, 2, 9], 15, startMs + 300_000);
    expect(answer?.start).toBe('2026-01-15T12:05:00.000Z');
    expect(answer?.meanPrice).toBeCloseTo((10 * 1 + 5 * 2) / 15, 10);
  });

  it('says when it is a forecast', () => {
    const slots = slotsAt(9, 1).map((slot, index) => ({
      ...slot,
      kind: index === 1 ? ('forecast' as const) : slot.kind,
    }));
    expect(cheapestPaid(slots, 15, startMs, facts)?.kind).toBe('forecast');
  });

  it('is nothing where the prices are too few, or have a gap', () => {
    expect(cheapest([1, 2], 60)).toBeNull();
    const [first, , third] = slotsAt(1, 2, 3);
    expect(cheapestPaid([first, third] as never, 30, startMs, facts)).toBeNull();
  });
});
