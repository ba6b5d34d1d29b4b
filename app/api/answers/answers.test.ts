import { describe, expect, it } from 'vitest';
import type { StoredPriceDay } from '../../db/prices.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import type { KnownPrices } from '../price-store.ts';
import { cheapestWindowAnswer } from './cheapest-window.ts';
import { currentPriceAnswer } from './current-price.ts';
import { forecastAnswer } from './forecast.ts';
import { pricesAnswer } from './prices.ts';

const zone = zoneNamed('SE3');
const at = (text: string): number => Date.parse(text);
const range = (from: string, to: string) => ({ fromMs: at(from), toMs: at(to) });

function known(...days: StoredPriceDay[]): KnownPrices {
  return { days, freshness: { checkedAt: null, stale: true }, isLive: true, version: '1' };
}

const stored = (day: string, price: (index: number) => number | null, simulated = false): StoredPriceDay => ({
  ...dayWith(zone, day, price),
  feed: simulated ? 'simulated' : 'market',
  label: simulated ? 'made up' : 'market',
  simulated,
  fetchedAtMs: 0,
});

describe('pricesAnswer', () => {
  it('has the slots that overlap the half-open range, and names every source once', () => {
    const days = known(
      stored('2026-01-15', (index) => index),
      stored('2026-01-16', () => -1, true),
    );
    const answer = pricesAnswer(zone, range('2026-01-15T22:37:00Z', '2026-01-15T23:15:00Z'), days);
    expect(answer.slots.map(({ start, price }) => [start, price])).toEqual([
      ['2026-01-15T22:30:00.000Z', 94],
      ['2026-01-15T22:45:00.000Z', 95],
      ['2026-01-15T23:00:00.000Z', -1],
    ]);
    expect(answer.sources.map(({ simulated }) => simulated)).toEqual([false, true]);
    expect(answer).toMatchObject({
      zone: 'SE3',
      currency: 'EUR',
      unit: 'EUR/MWh',
      timeZone: 'Europe/Stockholm',
    });
  });

  it('leaves gaps out', () => {
    const day = stored('2026-01-15', (index) => (index < 4 ? null : index));
    const answer = pricesAnswer(zone, range('2026-01-14T23:00:00Z', '2026-01-15T00:15:00Z'), known(day));
    expect(answer.slots.map(({ price }) => price)).toEqual([4]);
  });
});

describe('currentPriceAnswer', () => {
  const days = known(
    stored('2026-01-15', (index) => index),
    stored('2026-01-16', () => 500),
  );
  const rows: [what: string, now: string, current: number, next: number | null, level: string][] = [
    ['the first slot of the day', '2026-01-14T23:00:00Z', 0, 1, 'cheap'],
    ['the last millisecond of a slot', '2026-01-15T11:14:59.999Z', 48, 49, 'normal'],
    ['the last slot, with tomorrow behind it', '2026-01-15T22:45:00Z', 95, 500, 'dear'],
  ];
  it.each(rows)('%s', (_what, now, current, next, level) => {
    const answer = currentPriceAnswer(zone, at(now), days);
    expect([answer.current.price, answer.next?.price ?? null, answer.level]).toEqual([current, next, level]);
    expect(answer.day).toEqual({ min: 0, max: 95, mean: 47.5 });
  });

  it('has no next slot when tomorrow is not published', () => {
    const answer = currentPriceAnswer(
      zone,
      at('2026-01-15T22:50:00Z'),
      known(days.days[0] as StoredPriceDay),
    );
    expect(answer.next).toBeNull();
  });

  it.each([
    ['nothing is stored', known()],
    ['the slot of now is missing', known(stored('2026-01-15', (index) => (index === 48 ? null : 1)))],
  ])('is a problem when %s', (_what, prices) => {
    expect(() => currentPriceAnswer(zone, at('2026-01-15T11:00:00Z'), prices)).toThrow(/No price of SE3/);
  });
});

describe('cheapestWindowAnswer', () => {
  // Falls from 95 at the first quarter to 0 at the last one.
  const days = known(stored('2026-01-15', (index) => 95 - index));
  const ask = (from: string, to: string, minutes: number) =>
    cheapestWindowAnswer(zone, range(from, to), minutes, days);

  it('lies inside the range even when that begins and ends inside a slot', () => {
    const answer = ask('2026-01-15T10:07:30Z', '2026-01-15T11:10:00Z', 60);
    expect(answer.start >= '2026-01-15T10:07:30.000Z').toBe(true);
    expect(answer).toMatchObject({ start: '2026-01-15T10:08:00.000Z', end: '2026-01-15T11:08:00.000Z' });
  });

  it('tells what it would cost to start at once', () => {
    const answer = ask('2026-01-15T10:00:00Z', '2026-01-15T11:00:00Z', 30);
    expect(answer).toMatchObject({
      start: '2026-01-15T10:30:00.000Z',
      meanPrice: 48.5,
      meanPriceIfStartedNow: 50.5,
    });
  });

  it('does not know that when the first prices of the range are missing', () => {
    const answer = ask('2026-01-14T20:00:00Z', '2026-01-15T23:00:00Z', 60);
    expect(answer.meanPriceIfStartedNow).toBeNull();
  });

  it.each([
    ['the range is shorter', '2026-01-15T10:00:00Z', '2026-01-15T10:45:00Z'],
    ['no price is known', '2026-02-15T10:00:00Z', '2026-02-15T18:00:00Z'],
  ])('is a problem when %s', (_what, from, to) => {
    expect(() => ask(from, to, 60)).toThrow(/SE3 has no 60 minutes of prices in a row/);
  });
});

describe('forecastAnswer', () => {
  const estimate = {
    model: 'naive',
    fallback: null,
    simulated: false,
    accuracy: null,
    days: [
      {
        day: '2026-01-16',
        resolutionMinutes: 15,
        price: Array(96).fill(7),
        p10: Array(96).fill(6),
        p90: Array(96).fill(8),
      },
    ],
  };

  it('has a published slot wherever there is one, a forecast elsewhere, and no slot twice', () => {
    const today = stored('2026-01-15', () => 1);
    const partial = stored('2026-01-16', (index) => (index < 2 ? 2 : null));
    const horizon = range('2026-01-15T22:50:00Z', '2026-01-16T00:00:00Z');
    const { slots } = forecastAnswer(zone, horizon, known(today, partial), estimate);
    expect(slots.map(({ start, price, kind }) => `${start.slice(11, 16)} ${price} ${kind}`)).toEqual([
      '22:45 1 published',
      '23:00 2 published',
      '23:15 2 published',
      '23:30 7 forecast',
      '23:45 7 forecast',
    ]);
    expect(slots.at(-1)).toMatchObject({ p10: 6, p90: 8 });
    expect(slots[0]).toMatchObject({ p10: null, p90: null });
  });

  it('is simulated when a published slot or the history is', () => {
    const horizon = range('2026-01-16T00:00:00Z', '2026-01-16T01:00:00Z');
    const of = (prices: KnownPrices, learned: boolean) =>
      forecastAnswer(zone, horizon, prices, { ...estimate, simulated: learned }).simulated;
    expect(of(known(), false)).toBe(false);
    expect(of(known(), true)).toBe(true);
    expect(of(known(stored('2026-01-16', () => 1, true)), false)).toBe(true);
  });

  it('names no model when everything is published', () => {
    const horizon = range('2026-01-16T00:00:00Z', '2026-01-16T01:00:00Z');
    const answer = forecastAnswer(zone, horizon, known(stored('2026-01-16', () => 1)), null);
    expect(answer).toMatchObject({ model: 'published', fallback: null });
    expect(answer.slots).toHaveLength(4);
  });
});
