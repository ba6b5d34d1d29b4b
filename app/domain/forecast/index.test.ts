import { describe, expect, test } from 'vitest';
import type { PriceDay } from '../price-day.ts';
import { dayWith, zoneNamed } from '../testing.ts';
import { type Forecast, forecastPrices } from './index.ts';
import { historyBefore, marketPrice } from './testing.ts';

const se3 = zoneNamed('SE3');
const london = zoneNamed('GB-C');
const firstDay = '2026-03-10';

function forecastOf(history: readonly PriceDay[], days = 2, day = firstDay, zone = se3): Forecast {
  const forecast = forecastPrices(zone, history, day, days) ?? expect.fail('no forecast');
  for (const { price, p10, p90 } of forecast.days) {
    expect([...price, ...p10, ...p90].every(Number.isFinite)).toBe(true);
    expect(price.every((value, i) => (p10[i] ?? 1e9) <= value && value <= (p90[i] ?? -1e9))).toBe(true);
    expect(p10).toHaveLength(price.length);
    expect(p90).toHaveLength(price.length);
  }
  return forecast;
}

const ofShortHistory = 'arx-l1-42 + arx-l1-84 + kernel-ridge-84 + kernel-ridge-364';

describe('forecastPrices', () => {
  test('names its members and answers the days asked for', () => {
    const { model, fallback, days } = forecastOf(historyBefore(se3, firstDay, 427), 3);
    expect(model).toBe(`${ofShortHistory} + arx-l1-364`);
    expect(fallback).toBeNull();
    expect(days.map(({ day }) => day)).toEqual(['2026-03-10', '2026-03-11', '2026-03-12']);
    expect(days.map(({ price }) => price.length)).toEqual([96, 96, 96]);
  });

  test('is the same again, and does not look ahead', () => {
    const history = historyBefore(se3, firstDay, 100);
    const before = structuredClone(history);
    const plain = forecastOf(history);
    const future = historyBefore(se3, '2026-03-20', 10, () => 4000);
    expect(forecastOf([...history, ...future])).toEqual(plain);
    expect(history).toEqual(before);
  });

  test('beats last week on a market that has a memory', () => {
    const days = [0, 1, 2, 3, 4, 5].map((week) => `2026-02-${String(2 + week * 4).padStart(2, '0')}`);
    let error = 0;
    let naiveError = 0;
    for (const day of days) {
      const history = historyBefore(se3, day, 200);
      const { price } = forecastOf(history, 1, day).days[0] ?? expect.fail();
      const lastWeek = history.at(-7)?.prices ?? [];
      price.forEach((value, index) => {
        const actual = marketPrice(day, index * 15);
        error += Math.abs(value - actual);
        naiveError += Math.abs((lastWeek[index] ?? 0) - actual);
      });
    }
    expect(error).toBeLessThan(0.8 * naiveError);
  });

  test.each([
    ['the day that loses an hour', '2026-03-29', [92, 96]],
    ['the day that gains an hour', '2026-10-25', [100, 96]],
    ['the day after it', '2026-10-26', [96, 96]],
  ])('has the length of %s', (_, day, lengths) => {
    const { days } = forecastOf(historyBefore(se3, day, 120), 2, day);
    expect(days.map(({ price }) => price.length)).toEqual(lengths);
  });

  test('keeps prices at their hour of the clock over a change of the clock', () => {
    const priceByClock = (_: string, minutes: number) => (minutes >= 18 * 60 && minutes < 19 * 60 ? 200 : 20);
    for (const [day, quarter] of [
      ['2026-03-29', 17 * 4],
      ['2026-10-25', 19 * 4],
    ] as const) {
      const { price } =
        forecastOf(historyBefore(se3, day, 30, priceByClock), 1, day).days[0] ?? expect.fail();
      expect(price.indexOf(200)).toBe(quarter);
      expect(price.lastIndexOf(200)).toBe(quarter + 3);
    }
  });

  test('gives British regions half hours', () => {
    const { days } = forecastOf(historyBefore(london, '2026-10-25', 120), 1, '2026-10-25', london);
    expect(days[0]).toMatchObject({ resolutionMinutes: 30 });
    expect(days[0]?.price).toHaveLength(50);
  });

  test('learns hours from the time before quarters were traded', () => {
    const history = [
      ...historyBefore(se3, '2026-02-20', 300, marketPrice, 60),
      ...historyBefore(se3, firstDay, 18),
    ];
    const { days, fallback } = forecastOf(history, 1);
    expect(fallback).toBeNull();
    expect(days[0]?.resolutionMinutes).toBe(15);
  });

  test('adds the usual course inside the hour', () => {
    const sawtooth = (_: string, minutes: number) => 50 + (minutes % 60);
    const { price } = forecastOf(historyBefore(se3, firstDay, 10, sawtooth), 1).days[0] ?? expect.fail();
    expect(price.slice(0, 5)).toEqual([50, 65, 80, 95, 50]);
  });

  test('follows prices below zero', () => {
    const history = historyBefore(se3, firstDay, 120, (day, minutes) => marketPrice(day, minutes) - 150);
    const { price } = forecastOf(history, 1).days[0] ?? expect.fail();
    expect(Math.max(...price)).toBeLessThan(0);
  });

  test('has a band that is wider where prices were harder to tell', () => {
    const wild = (day: string, minutes: number) =>
      50 + (minutes >= 720 ? 40 * Math.sin(Number(day.slice(8)) ** 2 * 7) : 0);
    const { days } = forecastOf(historyBefore(se3, firstDay, 150, wild), 1);
    const { p10, p90 } = days[0] ?? expect.fail();
    const width = (index: number) => (p90[index] ?? 0) - (p10[index] ?? 0);
    expect(width(70)).toBeGreaterThan(20);
    expect(width(10)).toBeLessThan(width(70) / 2);
  });
});

describe('with a history that allows less', () => {
  test.each([
    [1, 'last-day', 'only 1 day of history'],
    [6, 'mean-profile', 'only 6 days of history'],
    [7, 'naive-week', 'only 7 days of history, a regression needs 50'],
    [49, 'naive-week', 'only 49 days of history, a regression needs 50'],
    [50, ofShortHistory, 'only 50 days of history, the long window needs 182'],
    [181, ofShortHistory, 'only 181 days of history, the long window needs 182'],
    [182, `${ofShortHistory} + arx-l1-364`, null],
  ])('%i days give %s', (count, model, fallback) => {
    const forecast = forecastOf(historyBefore(se3, firstDay, count), 9);
    expect(forecast).toMatchObject({ model, fallback });
    expect(forecast.days).toHaveLength(9);
  });

  test('no price gives no forecast', () => {
    expect(forecastPrices(se3, [], firstDay, 2)).toBeNull();
    expect(forecastPrices(se3, [dayWith(se3, '2026-03-09', () => null)], firstDay, 2)).toBeNull();
    expect(forecastPrices(se3, [dayWith(se3, firstDay, () => 1)], firstDay, 2)).toBeNull();
  });

  test('a flat fortnight gives the naive week', () => {
    const { model, fallback, days } = forecastOf(historyBefore(se3, firstDay, 100, () => 42));
    expect(model).toBe('naive-week');
    expect(fallback).toBe('prices did not move in the last 14 days');
    expect(days[0]?.price.every((price) => price === 42)).toBe(true);
    expect(days[0]?.p10).toEqual(days[0]?.p90);
  });

  test('few holes are bridged, many are named', () => {
    const history = historyBefore(se3, firstDay, 200);
    const without = (...lost: string[]) => history.filter(({ day }) => !lost.includes(day));
    expect(forecastOf(without('2026-03-07', '2026-03-09', '2025-12-24')).fallback).toBeNull();
    expect(forecastOf(without('2026-03-04', '2026-03-05', '2026-03-06'))).toMatchObject({
      model: 'naive-week',
      fallback: '21 % of the last 14 days have no prices',
    });
  });

  test('a history that ends early is carried on to the day asked for', () => {
    const history = historyBefore(se3, firstDay, 200);
    const short = forecastOf(history.slice(0, -2), 1);
    expect(short.fallback).toBeNull();
    expect(short.days).toEqual([forecastOf(history.slice(0, -2), 3, '2026-03-08').days[2]]);
    expect(forecastOf(history.slice(0, -15), 1)).toMatchObject({
      model: 'naive-week',
      fallback: 'the history ends 15 days too early',
    });
  });

  test('prices that are not numbers are holes', () => {
    const history = historyBefore(se3, firstDay, 60, (day, minutes) =>
      minutes === 600 ? Number.NaN : minutes === 615 ? Number.POSITIVE_INFINITY : marketPrice(day, minutes),
    );
    expect(forecastOf(history).model).toBe(ofShortHistory);
  });

  test('numbers that no market allows are holes', () => {
    const history = historyBefore(se3, firstDay, 60, (day, minutes) =>
      day >= '2026-03-04' && minutes >= 720 ? 1e7 : marketPrice(day, minutes),
    );
    const { model, fallback, days } = forecastOf(history);
    expect({ model, fallback }).toEqual({
      model: 'naive-week',
      fallback: '21 % of the last 14 days have no prices',
    });
    expect(Math.max(...(days[0]?.p90 ?? []))).toBeLessThan(1000);
  });

  test('a series that grows beyond bounds is followed, but not far', () => {
    const growing = historyBefore(se3, firstDay, 100, (day, minutes) => {
      const age = (Date.parse(firstDay) - Date.parse(day)) / 86_400_000;
      return marketPrice(day, minutes) * 1.25 ** Math.max(0, 20 - age);
    });
    const most = Math.max(...growing.flatMap(({ prices }) => prices.map(Number)));
    const { days } = forecastOf(growing, 8);
    for (const { price } of days) expect(Math.max(...price)).toBeLessThan(2 * most);
  });

  test('a day that is there twice counts once', () => {
    const history = historyBefore(se3, firstDay, 60);
    const twice = history.flatMap((day) => [day, day]);
    expect(forecastOf(twice)).toEqual(forecastOf(history));
  });
});

describe('accuracy', () => {
  test('tells how the same model did over the last four weeks', () => {
    const { accuracy } = forecastOf(historyBefore(se3, firstDay, 200));
    expect(accuracy?.days).toBe(28);
    expect(accuracy?.rmae).toBeLessThan(0.7);
    expect(accuracy?.members.map(({ name }) => name)).toEqual([...ofShortHistory.split(' + '), 'arx-l1-364']);
  });

  test('is unknown on the first days', () => {
    expect(forecastOf(historyBefore(se3, firstDay, 1)).accuracy).toBeNull();
  });
});
