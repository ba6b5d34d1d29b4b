import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayNumber } from '../market-day.ts';
import type { PriceDay } from '../price-day.ts';
import { zoneNamed } from '../testing.ts';
import { hourTableOf } from './hour-table.ts';
import { forecastPrices, type Nights } from './index.ts';
import { lear } from './lear.ts';
import { learnedFrom } from './learning/testing.ts';
import { rollForward } from './member.ts';
import { learnedMembers, nightlyMembers } from './members.ts';
import { historyBefore, marketPrice } from './testing.ts';

const zone = zoneNamed('SE3');
const firstDay = '2026-03-10';
const history: PriceDay[] = historyBefore(zone, firstDay, 220);
const atOnce = nightlyMembers.map(({ name }) => name);
const table = hourTableOf(zone, history, 15) ?? expect.fail();
const pupil = learnedMembers[0] ?? expect.fail();

let lesson: unknown;
beforeAll(() => {
  lesson = lear([56]).learn(table, table.rows, null);
});

/** Nights that showed the true price plus `error`. */
const shown = (count: number, error: number): Nights['forecasts'] =>
  Array.from({ length: count }, (_, index) => {
    const day = addDays(firstDay, index - count);
    const row = dayNumber(day) - table.firstEpochDay;
    const price = Array.from(table.prices.subarray(row * 24, (row + 1) * 24), (value) => value + error);
    return { day, price };
  });

const nights = (change: Partial<Nights> = {}): Nights => ({
  state: { ...learnedFrom(20, () => [...atOnce.map(() => 3), 1]), members: [...atOnce, 'lear'] },
  live: null,
  forecasts: shown(20, 2),
  lessons: { lear: { learned: lesson, inputs: 0 } },
  weather: [],
  ...change,
});

const forecast = (given: Nights | null, days = 2) =>
  forecastPrices(zone, history, firstDay, days, given) ?? expect.fail();

describe('a forecast after nights of learning', () => {
  test('has the members that had a lesson beside those that learn at once', () => {
    expect(forecast(nights()).model).toBe([...atOnce, 'lear'].join(' + '));
    expect(forecast(null).model).toBe(atOnce.join(' + '));
  });

  test('is made with the weights and the bias that went live', () => {
    const bias = new Array(24).fill(0).map((_, hour) => hour / 10);
    const { days } = forecast(nights({ live: { weights: { lear: 1 }, bias } }));
    const alone = rollForward(pupil.forecaster(lesson), table, table.rows, 2);
    days.forEach(({ price }, day) => {
      const hours = Array.from({ length: 24 }, (_, hour) => price.slice(hour * 4, hour * 4 + 4));
      hours.forEach((quarters, hour) => {
        const mean = quarters.reduce((sum, value) => sum + value, 0) / 4;
        expect(mean).toBeCloseTo((alone[day]?.[hour] ?? 0) - (bias[hour] ?? 0), 1);
      });
    });
  });

  test('tells how good the forecasts were that were shown', () => {
    const { accuracy } = forecast(nights({ live: { weights: { lear: 0.7, 'arx-l1-84': 0.3 }, bias: [] } }));
    expect(accuracy?.days).toBe(20);
    expect(accuracy?.mae).toBeCloseTo(2, 6);
    expect(accuracy?.bias).toBeCloseTo(2, 6);
    expect(accuracy?.members.map(({ name, weight }) => [name, weight])).toEqual([
      ['arx-l1-42', 0],
      ['arx-l1-84', 0.3],
      ['kernel-ridge-84', 0],
      ['kernel-ridge-364', 0],
      ['arx-l1-364', 0],
      ['lear', 0.7],
    ]);
    expect(accuracy?.members.at(-1)?.mae).toBe(1);
  });

  test('looks back over the weeks by itself while the nights are few', () => {
    const young = nights({ forecasts: shown(13, 50), live: { weights: { lear: 1 }, bias: [] } });
    const { accuracy, model } = forecast(young);
    expect(accuracy?.days).toBe(28);
    expect(accuracy?.mae).toBeLessThan(40);
    expect(model).toContain('lear');
    const share = accuracy?.members.find(({ name }) => name === 'lear');
    // Without a past it counts as the mean member.
    expect(share?.mae).toBeNull();
    expect(share?.weight).toBeGreaterThan(0.1);
    expect(share?.weight).toBeLessThan(0.5);
  });

  test.each([
    ['of another release', { hours: 'none' }],
    ['that cannot be read', null],
    ['that went wrong', 'not a number'],
  ])('leaves out a member with a lesson %s', (_, stored) => {
    const wrong =
      stored === 'not a number'
        ? (structuredClone(lesson) as { hours: { intercept: number }[] }[]).map((window) => ({
            ...window,
            hours: window.hours.map((hour) => ({ ...hour, intercept: Number.NaN })),
          }))
        : stored;
    const { model, days } = forecast(
      nights({
        lessons: { lear: { learned: wrong, inputs: 0 }, 'no-such-member': { learned: 1, inputs: 0 } },
      }),
    );
    expect(model).toBe(atOnce.join(' + '));
    expect(days.flatMap(({ price }) => price).every(Number.isFinite)).toBe(true);
  });

  test('starts with the plain mean where what was learned cannot be read', () => {
    const { days } = forecast(nights({ state: 'nonsense' }));
    expect(days.flatMap(({ price }) => price).every(Number.isFinite)).toBe(true);
  });

  test('does without lessons where the history allows the simplest model only', () => {
    const short = historyBefore(zone, firstDay, 20, marketPrice);
    const made = forecastPrices(zone, short, firstDay, 1, nights({ forecasts: [] }));
    expect(made?.model).not.toContain('lear');
    expect(made?.fallback).not.toBeNull();
  });
});
