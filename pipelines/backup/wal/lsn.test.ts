import { expect, it } from 'vitest';
import { formatLsn, parseLsn, parseSortableLsn, segmentName, segmentStart, sortableLsn } from './lsn.ts';

const segmentBytes = 16 * 1024 * 1024;

// Of PostgreSQL 15: select lsn, pg_walfile_name(lsn) from …
it.each([
  ['0/1', '000000010000000000000000'],
  ['0/3026B58', '000000010000000000000003'],
  ['0/FF000028', '0000000100000000000000FF'],
  ['16/B374D848', '0000000100000016000000B3'],
  ['FFFFFFFF/FEFFFFFF', '00000001FFFFFFFF000000FE'],
])('%s is in the file %s', (text, file) => {
  const lsn = parseLsn(text);
  expect(formatLsn(lsn)).toBe(text);
  expect(parseSortableLsn(sortableLsn(lsn))).toBe(lsn);
  expect(segmentName(1, lsn, segmentBytes)).toBe(file);
});

it('sorts texts as places', () => {
  const places = ['0/FF000028', '16/B374D848', '2/0'].map(parseLsn);
  expect([...places].map(sortableLsn).sort()).toEqual(
    [...places].sort((a, b) => (a < b ? -1 : 1)).map(sortableLsn),
  );
});

it('begins a file at a multiple of its size', () => {
  expect(formatLsn(segmentStart(parseLsn('0/3026B58'), segmentBytes))).toBe('0/3000000');
  expect(segmentName(18, parseLsn('0/0'), segmentBytes)).toBe('000000120000000000000000');
});
