import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { optionsOf } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'options-'));
for (const market of ['NP', 'DE']) writeFileSync(join(folder, `${market}.csv`), '');
afterAll(() => rmSync(folder, { recursive: true }));

test('without options, all members walk the whole test period of all markets', () => {
  const options = optionsOf(['--data', folder]);
  expect(options).toMatchObject({
    markets: ['NP', 'DE'],
    days: 728,
    leaveOut: 0,
    priceOnly: false,
    keep: null,
  });
  expect(options.members).toContain('arx-l1-84');
});

test.each([
  ['--markets', 'NP,XX', /--markets XX is not known. Known: NP, DE/],
  ['--members', 'oracle', /--members oracle is not known. Known: arx-l1-42, arx-l1-84/],
  ['--days', '3', /--days 3 is not a whole number from 8 on/],
  ['--days', '1e3', /--days 1e3 is not/],
  ['--leave-out', '-1', /leave-out/],
])('%s %s is refused by name', (option, value, message) => {
  expect(() => optionsOf(['--data', folder, option, value])).toThrow(message);
});
