import { describe, expect, test } from 'vitest';
import { arxL1 } from './arx-l1.ts';
import { boostedTrees } from './boosting/boosted-trees.ts';
import type { HourTable } from './hour-table.ts';
import { kernelRidge } from './kernel-ridge.ts';
import type { LearnedMember } from './learned-member.ts';
import { meanProfile } from './mean-profile.ts';
import { type Member, rollForward } from './member.ts';
import { lastDay, naiveWeek } from './naive-week.ts';
import { dayNets } from './net/day-net.ts';
import { hourNets } from './net/hour-nets.ts';
import { marketPrice, tableOf } from './testing.ts';

function forecast(member: Member, table: HourTable, origin: number, count: number): number[][] {
  return rollForward(member.fit(table, origin), table, origin, count).map((hours) => [...hours]);
}

const members = [lastDay, naiveWeek, meanProfile, arxL1(84), arxL1(364), kernelRidge(364)];

describe.each(members)('$name', (member) => {
  test('does not look ahead: ruining the days from the origin on changes nothing', () => {
    const table = tableOf(120);
    const origin = 110;
    const ruined: HourTable = { ...table, prices: table.prices.slice() };
    ruined.prices.fill(1e6, origin * 24);
    expect(forecast(member, ruined, origin, 5)).toEqual(forecast(member, table, origin, 5));
  });

  test('works with the least history it asks for, and its forecasts are finite', () => {
    const table = tableOf(member.minRows);
    const days = forecast(member, table, table.rows, 14);
    expect(days).toHaveLength(14);
    for (const hours of days) expect(hours.every(Number.isFinite)).toBe(true);
  });

  test('repeats a price that never changes', () => {
    const days = forecast(member, tableOf(60, { price: () => -12.5 }), 60, 3);
    for (const price of days.flat()) expect(price).toBeCloseTo(-12.5, 6);
  });
});

describe('the members', () => {
  test('naive week repeats last week, and beyond it its own forecast', () => {
    const table = tableOf(30);
    const days = forecast(naiveWeek, table, 30, 8);
    expect(days[0]).toEqual([...table.prices.slice(23 * 24, 24 * 24)]);
    expect(days[7]).toEqual(days[0]);
  });

  test('the regression finds the rule behind prices that follow one', () => {
    // An order-one recursion towards a weekday level: the model class contains it but for the asinh.
    const table = tableOf(300, {
      price: (day, minutes) => {
        const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
        return 50 + 4 * weekday + 10 * Math.sin((minutes / 1440) * 2 * Math.PI);
      },
    });
    const [hours] = forecast(arxL1(364), table, 280, 1);
    (hours ?? []).forEach((price, hour) => {
      expect(price).toBeCloseTo(table.prices[280 * 24 + hour] ?? Number.NaN, 1);
    });
  });

  test('the regressions stay near what it has seen, even after a spike of 4000', () => {
    const table = tableOf(100, {
      price: (day, minutes) => (day === '2026-03-14' && minutes >= 1020 ? 4000 : marketPrice(day, minutes)),
    });
    for (const member of [arxL1(84), kernelRidge(364)]) {
      for (const price of forecast(member, table, 100, 7).flat()) {
        expect(Math.abs(price)).toBeLessThan(15_000);
      }
    }
  });
});

const learned = [
  hourNets(1),
  dayNets(1),
  boostedTrees('levels'),
  boostedTrees('changes'),
] as LearnedMember<unknown>[];

describe.each(learned)('$name', (member) => {
  const table = tableOf(member.minRows + 9, { exogenousCount: 1 });
  const end = member.minRows;
  const taught = member.learn(table, end, null);
  const said = (given: HourTable, row: number) => [...member.forecaster(taught)(given, row)];

  test('learns the same again, from the rows before the end only', () => {
    const exogenous = (table.exogenous ?? []).map((series) => series.slice().fill(1e6, end * 24));
    const ruined = { ...table, prices: table.prices.slice().fill(1e6, end * 24), exogenous };
    expect(member.learn(ruined, end, null)).toEqual(taught);
  });

  test('forecasts a row from what was known the day before it', () => {
    const exogenous = (table.exogenous ?? []).map((series) => series.slice().fill(1e6, (end + 1) * 24));
    const ruined = { ...table, prices: table.prices.slice().fill(1e6, end * 24), exogenous };
    expect(said(ruined, end)).toEqual(said(table, end));
    expect(said(table, end).every(Number.isFinite)).toBe(true);
  });

  test('carries on from a lesson, and leaves that lesson as it was', () => {
    const before = structuredClone(taught);
    const next = member.learn(table, end + 7, taught);
    expect(taught).toEqual(before);
    expect(next).not.toEqual(taught);
    expect(next).toMatchObject({ lessons: 2 });
  });

  test('starts anew when the number of features has changed', () => {
    const without = { ...table, exogenous: [] };
    const anew = member.learn(without, end, taught);
    expect([...member.forecaster(anew)(without, end)].every(Number.isFinite)).toBe(true);
  });

  test('does better than last week where prices follow wind and load', () => {
    let error = 0;
    let naiveError = 0;
    for (let row = end; row < table.rows; row++) {
      said(table, row).forEach((price, hour) => {
        const actual = table.prices[row * 24 + hour] ?? Number.NaN;
        error += Math.abs(price - actual);
        naiveError += Math.abs((table.prices[(row - 7) * 24 + hour] ?? Number.NaN) - actual);
      });
    }
    expect(error).toBeLessThan(0.8 * naiveError);
  });
});

describe('boosted trees', () => {
  test('are grown anew with every fourth lesson, and stand between', () => {
    const member = boostedTrees('changes');
    const table = tableOf(220, { exogenousCount: 1 });
    const lessons = [member.learn(table, 190, null)];
    for (const end of [197, 204, 211, 218]) lessons.push(member.learn(table, end, lessons.at(-1) ?? null));
    const [first, , , fourth, fifth] = lessons;
    expect(fourth?.boosted).toBe(first?.boosted);
    expect(fifth?.boosted).not.toEqual(first?.boosted);
    expect(fifth?.lessons).toBe(5);
  });
});
