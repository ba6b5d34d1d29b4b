import { expect, test } from 'vitest';
import { accuracyOf, costOf } from './figures.ts';
import type { JobResult } from './jobs.ts';

const actual = Float64Array.from(
  { length: 14 * 24 },
  (_, index) => 50 + (index % 24) + Math.floor(index / 24),
);
const off = actual.map((price) => price + 1);
const judged = {
  actual,
  members: [{ name: 'a', forecast: off }],
  plainMean: off,
  mix: off,
  price: off,
  p10: actual.map((price) => price - 2),
  p90: actual.map((price) => price + 2),
  isTestPeriod: true,
};

test('accuracy is told under stable names, with the goal of a known market', () => {
  const results = accuracyOf('NP', judged);
  const byName = new Map(results.map((result) => [result.name, result]));
  expect(byName.get('mae_NP')).toMatchObject({ value: 1, goal: { atMost: 1.631 }, baseline: { value: 7 } });
  expect(byName.get('rmae_NP')?.value).toBeCloseTo(1 / 7, 10);
  expect(byName.get('captured_4h_NP')?.value).toBeCloseTo(100, 10);
  expect(byName.get('coverage_NP')?.value).toBe(100);
  expect(byName.get('mae_a_NP')?.value).toBe(1);
});

test.each([
  ['without a published figure', 'XX', judged],
  ['over other days than the published ones', 'NP', { ...judged, isTestPeriod: false }],
])('a market %s is judged by ratios only', (_, market, given) => {
  const goals = accuracyOf(market, given).filter(({ goal }) => goal !== null);
  expect(goals.map(({ name }) => name)).toEqual([`rmae_${market}`, `retail_mape_${market}`]);
});

test('the cost of a night counts each market once, a lesson every seventh night, and two cores', () => {
  const result: JobResult = { forecasts: [], dayMs: [100, 100], lessonMs: [9000, 700], peakMb: 120 };
  const costs = costOf([result, result], 2);
  expect(costs.map(({ name, value }) => [name, value])).toEqual([
    ['zone_refit_ms', 100],
    ['zone_lesson_ms', 700],
    ['zone_first_lesson_ms', 9000],
    ['nightly_60_zones_seconds', 6],
    ['peak_mb', 120],
  ]);
});
