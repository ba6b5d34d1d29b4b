import { describe, expect, test } from 'vitest';
import { EntsoeDocumentError, EntsoeRefusal, pointsOfDocument } from './entsoe-document.ts';
import { acknowledgement, period, publication, series } from './entsoe-testing.ts';

const all = { currency: 'EUR', maxSequence: Number.POSITIVE_INFINITY };
const startMs = Date.parse('2026-01-14T23:00Z');

/** An hour of quarters from the start of 2026-01-15. */
const hour = (prices: Record<number, number | string>, resolution = 'PT15M') =>
  period({ start: '2026-01-14T23:00Z', end: '2026-01-15T00:00Z', resolution, prices });

const pricesOf = (text: string, wanted = all) => pointsOfDocument(text, wanted).map(({ price }) => price);

describe('pointsOfDocument', () => {
  test('puts each point into its interval', () => {
    const text = publication(series({ periods: [hour({ 1: 1.5, 2: -500, 3: 0, 4: 4000 })] }));
    expect(pointsOfDocument(text, all)).toEqual([
      { startMs, minutes: 15, price: 1.5 },
      { startMs: startMs + 900_000, minutes: 15, price: -500 },
      { startMs: startMs + 1_800_000, minutes: 15, price: 0 },
      { startMs: startMs + 2_700_000, minutes: 15, price: 4000 },
    ]);
  });

  test('fills what curve type A03 leaves out, to the end of the period', () => {
    expect(pricesOf(publication(series({ periods: [hour({ 1: 7, 3: 8 })] })))).toEqual([7, 7, 8, 8]);
  });

  test('starts each period anew: nothing is filled across its border or before its first point', () => {
    const next = period({
      start: '2026-01-15T00:00Z',
      end: '2026-01-15T00:30Z',
      resolution: 'PT15M',
      prices: { 2: 9 },
    });
    expect(pricesOf(publication(series({ periods: [hour({ 1: 7 }), next] })))).toEqual([7, 7, 7, 7, null, 9]);
  });

  test('leaves gaps of curve type A01 as gaps', () => {
    const text = publication(series({ curve: 'A01', periods: [hour({ 1: 7, 3: 8 })] }));
    expect(pricesOf(text)).toEqual([7, null, 8, null]);
  });

  test('reads points in any order', () => {
    const shuffled = period({
      start: '2026-01-14T23:00Z',
      end: '2026-01-15T00:00Z',
      resolution: 'PT15M',
      prices: { 4: 4, 1: 1, 3: 3, 2: 2 },
      order: [3, 1, 4, 2],
    });
    expect(pricesOf(publication(series({ periods: [shuffled] })))).toEqual([1, 2, 3, 4]);
  });

  test('puts the coupled auction first, whatever the order of the document', () => {
    const text = publication(
      series({ sequence: 2, periods: [hour({ 1: 20 }, 'PT60M')] }),
      series({ sequence: 1, periods: [hour({ 1: 10 }, 'PT60M')] }),
    );
    expect(pricesOf(text)).toEqual([10, 20]);
    expect(pricesOf(text, { ...all, maxSequence: 1 })).toEqual([10]);
  });

  test('puts quarters before hours of the same auction', () => {
    const text = publication(
      series({ periods: [hour({ 1: 60 }, 'PT60M')] }),
      series({ periods: [hour({ 1: 1, 2: 2, 3: 3, 4: 4 })] }),
    );
    expect(pricesOf(text)).toEqual([1, 2, 3, 4, 60]);
  });

  test('passes intraday auctions over, in whatever currency they are', () => {
    const intraday = series({ contract: 'A07', currency: 'XXX', periods: [hour({ 1: 99 })] });
    expect(pricesOf(publication(intraday))).toEqual([]);
  });

  test('takes series of before there were contract types and sequences', () => {
    expect(pricesOf(publication(series({ contract: null, periods: [hour({ 1: 5 }, 'PT60M')] })))).toEqual([
      5,
    ]);
  });

  test('takes no data for what it is', () => {
    expect(pricesOf(acknowledgement('999', 'No matching data found for Data item Energy Prices'))).toEqual(
      [],
    );
    expect(pricesOf(publication())).toEqual([]);
  });

  test('hands a refusal on in its words, in one bounded line', () => {
    const refused = acknowledgement('999', `Delivered time interval\nis not valid ${'x'.repeat(500)}`);
    expect(() => pointsOfDocument(refused, all)).toThrow(EntsoeRefusal);
    expect(() => pointsOfDocument(refused, all)).toThrow(/^Delivered time interval is not valid x{1,200}$/);
  });

  const onePeriod = (change: Partial<Parameters<typeof period>[0]>) =>
    publication(
      series({
        periods: [
          period({
            start: '2026-01-14T23:00Z',
            end: '2026-01-15T00:00Z',
            resolution: 'PT15M',
            prices: { 1: 1 },
            ...change,
          }),
        ],
      }),
    );

  test.each([
    ['a web page', '<!doctype html><title>503</title>', 'it is no XML'],
    ['half a document', publication(series({ periods: [hour({ 1: 1 })] })).slice(0, 700), 'it is no XML'],
    ['another document', '<GL_MarketDocument/>', '"GL_MarketDocument"'],
    ['another currency', publication(series({ currency: 'PLN', periods: [hour({ 1: 1 })] })), '"PLN"'],
    ['another unit', publication(series({ unit: 'KWH', periods: [hour({ 1: 1 })] })), '"KWH"'],
    ['another curve', publication(series({ curve: 'A02', periods: [hour({ 1: 1 })] })), 'curve type'],
    ['days as steps', onePeriod({ resolution: 'P1D' }), 'a resolution is "P1D"'],
    ['a position beyond the period', onePeriod({ prices: { 5: 1 } }), 'position 5'],
    ['position zero', onePeriod({ prices: { 0: 1 } }), 'position 0'],
    ['a position twice', onePeriod({ order: [1, 1] }), 'position 1 comes twice'],
    ['a price in words', onePeriod({ prices: { 1: 'n/a' } }), 'a price is "n/a"'],
    ['a price with a comma', onePeriod({ prices: { 1: '1,5' } }), 'a price is "1,5"'],
    ['an end before the start', onePeriod({ end: '2026-01-14T22:00Z' }), 'intervals'],
    ['a step that does not fit', onePeriod({ end: '2026-01-14T23:20Z' }), 'intervals'],
    ['a period without end', onePeriod({ end: '9999-01-14T23:00Z' }), 'intervals'],
    ['a start in local time', onePeriod({ start: '2026-01-15T00:00' }), 'the start of a period'],
  ])('refuses %s', (_, text, words) => {
    expect(() => pointsOfDocument(text, all)).toThrow(EntsoeDocumentError);
    expect(() => pointsOfDocument(text, all)).toThrow(words);
  });
});
