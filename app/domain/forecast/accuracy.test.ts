import { describe, expect, test } from 'vitest';
import { accuracyOf } from './accuracy.ts';
import { arxL1 } from './arx-l1.ts';
import { backtest } from './backtest.ts';
import { lastDay, naiveWeek } from './naive-week.ts';
import { tableOf } from './testing.ts';

describe('accuracy', () => {
  const table = tableOf(90);
  const accuracy = accuracyOf(backtest([naiveWeek, arxL1(84)], table, 2), table) ?? expect.fail('none');

  test('judges the last four weeks', () => {
    expect(accuracy.days).toBe(28);
    expect(accuracy.hours).toHaveLength(24);
    const mean = accuracy.hours.reduce((sum, { mae }) => sum + mae / 24, 0);
    expect(accuracy.mae).toBeCloseTo(mean, 9);
  });

  test('says what the forecast is made of', () => {
    const [naive, arx] = accuracy.members;
    expect([naive?.name, arx?.name]).toEqual(['naive-week', 'arx-l1-84']);
    expect(Number(naive?.weight) + Number(arx?.weight)).toBeCloseTo(1, 12);
    expect(Number(arx?.weight)).toBeGreaterThan(Number(naive?.weight));
    expect(Number(arx?.mae)).toBeLessThan(Number(naive?.mae));
  });

  test('is the naive week in units of itself', () => {
    const alone = accuracyOf(backtest([naiveWeek], table, 1), table);
    // But for what is taken off: half of the median error, and what is carried over from the evening before.
    expect(alone?.rmae).toBeGreaterThan(0.5);
    expect(alone?.rmae).toBeLessThan(1.2);
    expect(accuracy.rmae).toBeLessThan(Number(alone?.rmae));
  });

  test('has no ratio where there is nothing to divide by', () => {
    const still = tableOf(40, { price: () => 0 });
    expect(accuracyOf(backtest([naiveWeek], still, 1), still)).toMatchObject({
      mae: 0,
      rmae: null,
      wape: null,
      retailMape: 0,
      smape: 0,
      captured4h: 100,
    });
  });

  test('is unknown without a day to judge by', () => {
    const day = tableOf(1);
    expect(accuracyOf(backtest([lastDay], day, 1), day)).toBeNull();
  });
});
