import { describe, expect, test } from 'vitest';
import {
  coverage,
  mae,
  pinball,
  relativeMae,
  retailMape,
  rmse,
  savingCaptured,
  smape,
  wape,
} from './metrics.ts';

const week = Array.from({ length: 8 * 24 }, (_, index) => (index < 7 * 24 ? 10 : 20));

describe('error measures', () => {
  test.each([
    ['mae', mae, 2.5],
    ['rmse', rmse, Math.sqrt(8.5)],
    ['wape', wape, (100 * 2.5) / 5.5],
    ['smape', smape, (200 * (1 / 9 + 4 / 16)) / 2],
  ])('%s of 4 against 5 and -10 against -6', (_, measure, expected) => {
    expect(measure([4, -10], [5, -6])).toBeCloseTo(expected, 10);
  });

  test('smape of a price of zero that was forecast is zero', () => {
    expect(smape([0], [0])).toBe(0);
  });

  test('relative MAE leaves the first week out of its yardstick only', () => {
    const forecast = week.map((price) => price + 1);
    expect(relativeMae(forecast, week)).toBeCloseTo(1 / 10, 12);
  });

  test('retail MAPE stays finite where the market crosses zero', () => {
    expect(retailMape([15], [0])).toBeCloseTo(10, 10);
    expect(retailMape([-140], [-150])).toBeCloseTo((100 * 10 * 1.19) / 10, 10);
  });
});

describe('bands', () => {
  test('pinball weighs a price above the quantile by the share, one below by the rest', () => {
    expect(pinball([10], [14], 0.9)).toBeCloseTo(3.6, 12);
    expect(pinball([10], [6], 0.9)).toBeCloseTo(0.4, 12);
  });

  test('coverage counts the ends as inside', () => {
    expect(coverage([1, 1, 1, 1], [3, 3, 3, 3], [1, 3, 4, 0])).toBe(0.5);
  });
});

describe('saving captured', () => {
  const day = Array.from({ length: 24 }, (_, hour) => hour);

  test('is all of it for the right order, whatever the level', () => {
    expect(
      savingCaptured(
        day.map((price) => price * 3 + 500),
        day,
      ),
    ).toBeCloseTo(100, 10);
  });

  test('is the loss for the opposite order', () => {
    expect(
      savingCaptured(
        day.map((price) => -price),
        day,
      ),
    ).toBeCloseTo(-100, 10);
  });

  test('of days with one price is all there is', () => {
    expect(savingCaptured(day, new Array<number>(24).fill(5))).toBe(100);
  });
});
