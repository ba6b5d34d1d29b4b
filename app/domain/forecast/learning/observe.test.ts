import { describe, expect, test } from 'vitest';
import { observe } from './observe.ts';
import { emptyState, rememberedDays, stateFor } from './state.ts';
import { constant, learnedFrom } from './testing.ts';

const state = learnedFrom(20, () => [1, 2]);
const next = { epochDay: 20_020, prices: constant(100), forecasts: [constant(101), constant(103)] };

describe('observe', () => {
  test('adds the errors of the day, and leaves the state it was given alone', () => {
    const before = structuredClone(state);
    const after = observe(state, next);
    expect(state).toEqual(before);
    expect(after.days).toHaveLength(21);
    expect(after.days.at(-1)).toMatchObject({ memberError: [1, 3], plainError: 2 });
  });

  test.each([
    ['a day that was seen before', { ...next, epochDay: 20_019 }],
    ['a day with an hour without a price', { ...next, prices: constant(100).fill(Number.NaN, 3, 4) }],
    ['a day that is too short', { ...next, prices: [1, 2, 3] }],
    ['a day that nobody forecast', { ...next, forecasts: [null, constant(Number.NaN)] }],
  ])('ignores %s', (_, outcome) => {
    expect(observe(state, outcome)).toBe(state);
  });

  test('keeps eight weeks', () => {
    const long = learnedFrom(100, () => [1]);
    expect(long.days).toHaveLength(rememberedDays);
    expect(long.days[0]?.epochDay).toBe(20_000 + 100 - rememberedDays);
  });

  test('counts a freak day with six times the usual error at most', () => {
    const after = observe(state, { ...next, forecasts: [constant(9000), constant(103)] });
    expect(after.days.at(-1)?.memberError).toEqual([9, 3]);
  });

  test('widens the band after days outside of it, narrows it after days inside', () => {
    const calm = learnedFrom(40, () => [1, 2]);
    const outside = observe(calm, { ...next, epochDay: 20_040, prices: constant(500) });
    const inside = observe(calm, { ...next, epochDay: 20_040, forecasts: [constant(101), constant(102)] });
    expect(outside.days.at(-1)?.coverage).toBe(0);
    expect(inside.days.at(-1)?.coverage).toBe(1);
    expect(outside.tailShare).toBeLessThan(calm.tailShare);
    expect(inside.tailShare).toBeGreaterThan(calm.tailShare);
  });
});

describe('stateFor', () => {
  test('is the same after a round trip through JSON', () => {
    expect(stateFor(state.members, JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test('keeps what is known of members that stayed, in their new order', () => {
    const { days, members } = stateFor(['new', 'member-1'], state);
    expect(members).toEqual(['new', 'member-1']);
    expect(days[0]?.memberError).toEqual([null, 2]);
  });

  test.each([
    [null],
    ['text'],
    [{ version: 0 }],
    [{ ...state, tailShare: null }],
    [{ ...state, days: [{ ...state.days[0], mixError: [null] }] }],
  ])('starts anew from %j', (stored) => {
    expect(stateFor(['a'], stored)).toEqual(emptyState(['a']));
  });

  test.each([[[{}]], [[null]], [[{ mixError: 3, shownError: [] }]]])('starts anew from days %j', (days) => {
    expect(stateFor(['a'], { ...state, days })).toEqual(emptyState(['a']));
  });
});
