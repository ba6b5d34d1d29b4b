import { arxL1 } from '@eo/app/domain/forecast/arx-l1.ts';
import type { HourTable } from '@eo/app/domain/forecast/hour-table.ts';
import { kernelRidge } from '@eo/app/domain/forecast/kernel-ridge.ts';
import type { LearnedMember } from '@eo/app/domain/forecast/learned-member.ts';
import { naiveWeek } from '@eo/app/domain/forecast/naive-week.ts';
import { tableOf } from '@eo/app/domain/forecast/testing.ts';
import { describe, expect, test } from 'vitest';
import { replay } from './replay.ts';
import { walk } from './walk.ts';

const table = tableOf(90, { exogenousCount: 2 });
const days = 20;

/** Everything that nobody could know when row `from` was forecast, made absurd. */
function ruinedFrom(given: HourTable, from: number): HourTable {
  const exogenous = (given.exogenous ?? []).map((series) => series.slice().fill(-1e5, (from + 1) * 24));
  return { ...given, prices: given.prices.slice().fill(1e6, from * 24), exogenous };
}

/** A learned member that is quick, and that would tell: what it learns is the last price it was shown. */
const lastPrice: LearnedMember<number> = {
  name: 'last-price',
  minRows: 1,
  learn: (given) => given.prices.at(-1) ?? Number.NaN,
  forecaster: (learned) => () => new Float64Array(24).fill(learned),
};
const members = [naiveWeek, arxL1(84), kernelRidge(364), lastPrice as LearnedMember<unknown>];

describe.each(members)('the walk of $name', (member) => {
  const plain = walk(member, table, days).forecasts;

  test.each([0, 6, 7, 12])('knows nothing of what came after day %i', (day) => {
    const ruined = walk(member, ruinedFrom(table, table.rows - days + day), days).forecasts;
    const until = (day + 1) * 24;
    expect(ruined.subarray(0, until)).toEqual(plain.subarray(0, until));
  });
});

test('a learned member has a lesson a week', () => {
  const { lessonMs, dayMs, forecasts } = walk(lastPrice as LearnedMember<unknown>, table, days);
  expect(lessonMs).toHaveLength(3);
  expect(dayMs).toHaveLength(days);
  const first = (table.rows - days) * 24;
  expect(forecasts[0]).toBe(table.prices[first - 1]);
  expect(forecasts[6 * 24]).toBe(table.prices[first - 1]);
  expect(forecasts[7 * 24]).toBe(table.prices[first + 7 * 24 - 1]);
});

test('progress is told day by day', () => {
  const told: number[] = [];
  walk(naiveWeek, table, 3, (done) => told.push(done));
  expect(told).toEqual([1, 2, 3]);
});

describe('the replay of the nightly learning', () => {
  const names = ['naive-week', 'arx-l1-84'];
  const walks = [naiveWeek, arxL1(84)].map((member) => walk(member, table, 60).forecasts);

  test('shows nothing that depends on the day itself or later', () => {
    const plain = replay(table, names, walks);
    const day = 40;
    const ruined = replay(ruinedFrom(table, table.rows - 60 + day), names, walks);
    const until = (day + 1) * 24;
    for (const key of ['mix', 'price', 'p10', 'p90'] as const) {
      expect(ruined[key].subarray(0, until)).toEqual(plain[key].subarray(0, until));
      expect(ruined[key].subarray(until)).not.toEqual(plain[key].subarray(until));
    }
  });

  test('weighs the better member more, and keeps the price inside the band', () => {
    const { price, p10, p90, state } = replay(table, names, walks);
    expect(price.every((value, index) => (p10[index] ?? 1e9) <= value && value <= (p90[index] ?? -1e9))).toBe(
      true,
    );
    const errors = (member: number) =>
      state.days.reduce((sum, day) => sum + (day.memberError[member] ?? 0), 0);
    expect(errors(1)).toBeLessThan(errors(0));
  });
});
