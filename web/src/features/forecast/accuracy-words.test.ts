import type { AccuracyResponse } from '@eo/app/contract/http.ts';
import { describe, expect, it } from 'vitest';
import { accuracyWords } from './accuracy-words.ts';

const answer = { currency: 'EUR' } as AccuracyResponse;
const accuracy = {
  days: 28,
  mae: 12.34,
  rmae: 0.6,
  bias: -3,
  coverage: 78.6,
  captured4h: 93.6,
} as NonNullable<AccuracyResponse['accuracy']>;

describe('the accuracy in words', () => {
  it('says how far off, how much better than a week before, and what is kept', () => {
    expect(accuracyWords(answer, accuracy)).toEqual([
      'In the last 28 days, the forecast for the next day was off by 1.23 ct/kWh on average.',
      'That is 40 % less than taking the price of a week before.',
      'On average it was 0.30 ct/kWh too low.',
      'Its band is meant to hold 80 of 100 prices; it held 79.',
      'Who ran things in the four hours that it called cheapest kept 94 % of what perfect foresight saves.',
    ]);
  });

  it('is honest where it is no better, and leaves out what is not known', () => {
    const words = accuracyWords(answer, { ...accuracy, rmae: 1.1, bias: 0.2, coverage: null });
    expect(words).toContain('Taking the price of a week before would have done as well.');
    expect(words).toContain('On average it was neither too high nor too low.');
    expect(words).toHaveLength(4);
    expect(accuracyWords(answer, { ...accuracy, rmae: null })).toHaveLength(4);
  });
});
