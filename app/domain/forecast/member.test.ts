import { describe, expect, test } from 'vitest';
import { zoneNamed } from '../testing.ts';
import { meanOf } from './ensemble.ts';
import { expertArx } from './expert-arx.ts';
import { type HourTable, hourTableOf } from './hour-table.ts';
import { meanProfile } from './mean-profile.ts';
import { type Member, rollForward } from './member.ts';
import { lastDay, naiveWeek } from './naive-week.ts';
import { historyBefore, marketPrice } from './testing.ts';

const se3 = zoneNamed('SE3');

function tableOf(days: number, price: Parameters<typeof historyBefore>[3] = marketPrice): HourTable {
  return hourTableOf(se3, historyBefore(se3, '2026-03-15', days, price, 60), 60) ?? expect.fail('no table');
}

function forecast(member: Member, table: HourTable, origin: number, count: number): number[][] {
  return rollForward(member.fit(table, origin), table, origin, count).map((hours) => [...hours]);
}

const members = [lastDay, naiveWeek, meanProfile, expertArx(84), expertArx(364)];
const all = [...members, meanOf(members)];

describe.each(all)('$name', (member) => {
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
    const days = forecast(
      member,
      tableOf(60, () => -12.5),
      60,
      3,
    );
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
    const table = tableOf(300, (day, minutes) => {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      return 50 + 4 * weekday + 10 * Math.sin((minutes / 1440) * 2 * Math.PI);
    });
    const [hours] = forecast(expertArx(364), table, 280, 1);
    (hours ?? []).forEach((price, hour) => {
      expect(price).toBeCloseTo(table.prices[280 * 24 + hour] ?? Number.NaN, 1);
    });
  });

  test('the regression stays near what it has seen, even after a spike of 4000', () => {
    const table = tableOf(100, (day, minutes) =>
      day === '2026-03-14' && minutes >= 1020 ? 4000 : marketPrice(day, minutes),
    );
    for (const price of forecast(expertArx(84), table, 100, 7).flat()) {
      expect(Math.abs(price)).toBeLessThan(15_000);
    }
  });

  test('the ensemble is the mean of its members', () => {
    const table = tableOf(60);
    const [mean] = forecast(meanOf([lastDay, naiveWeek]), table, 60, 1);
    const [a] = forecast(lastDay, table, 60, 1);
    const [b] = forecast(naiveWeek, table, 60, 1);
    expect(mean).toEqual(a?.map((price, hour) => price / 2 + (b?.[hour] ?? Number.NaN) / 2));
    expect(meanOf([lastDay, naiveWeek]).name).toBe('last-day + naive-week');
  });
});
