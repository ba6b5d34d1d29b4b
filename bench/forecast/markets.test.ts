import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { marketsIn, readMarket } from './markets.ts';

const folder = mkdtempSync(join(tmpdir(), 'markets-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file becomes a table that begins on its first day', () => {
  const line = (_: unknown, hour: number) =>
    `2018-01-0${1 + Math.floor(hour / 24)} ${String(hour % 24).padStart(2, '0')}:00:00,${hour},${100 + hour},${200 + hour}`;
  const lines = ['Date,Price,Exogenous 1,Exogenous 2', ...Array.from({ length: 48 }, line)];
  writeFileSync(join(folder, 'XX.csv'), `${lines.join('\n')}\n`);
  const table = readMarket(folder, 'XX');
  expect(table.firstEpochDay).toBe(Date.UTC(2018, 0, 1) / 86_400_000);
  expect(table.rows).toBe(2);
  expect([table.prices[25], table.exogenous?.[0]?.[25], table.exogenous?.[1]?.[25]]).toEqual([25, 125, 225]);
  expect(readMarket(folder, 'XX', { priceOnly: true }).exogenous).toEqual([]);
  expect(readMarket(folder, 'XX', { leaveOut: 1 }).prices).toEqual(table.prices.slice(0, 24));
});

test.each([
  ['half a day', 12, /12 hours/],
  ['nothing', 0, /0 hours/],
])('a file with %s is refused by name', (_, hours, message) => {
  const lines = Array.from({ length: hours }, (_unused, hour) => `2018-01-01 ${hour}:00,1,2,3`);
  writeFileSync(join(folder, 'YY.csv'), ['Date,Price,E1,E2', ...lines].join('\n'));
  expect(() => readMarket(folder, 'YY')).toThrow(message);
});

test('a price that is not a number is refused by line', () => {
  const lines = Array.from(
    { length: 24 },
    (_unused, hour) => `2018-01-01 ${hour}:00,${hour === 3 ? 'x' : 1},2,3`,
  );
  writeFileSync(join(folder, 'ZZ.csv'), ['Date,Price,E1,E2', ...lines].join('\n'));
  expect(() => readMarket(folder, 'ZZ')).toThrow(/line 5/);
});

test('a folder has the markets it holds files of, the published ones first', () => {
  const several = mkdtempSync(join(folder, 'several-'));
  for (const file of ['BE.csv', 'DE.csv', 'NP.csv', 'readme.md']) writeFileSync(join(several, file), '');
  expect(marketsIn(several)).toEqual(['NP', 'DE', 'BE']);
});

test('a folder without markets is refused with the place that has them', () => {
  expect(() => marketsIn(join(folder, 'nowhere'))).toThrow(/no markets in .*nowhere[\s\S]*zenodo/);
});
