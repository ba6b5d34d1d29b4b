import { describe, expect, test } from 'vitest';
import { biasOf, blend, carriedOf, liveSteps, weightsOf } from './blend.ts';
import { emptyState } from './state.ts';
import { constant, learnedFrom } from './testing.ts';

describe('weights', () => {
  test('are equal for the first week', () => {
    expect(
      weightsOf(
        learnedFrom(6, () => [1, 4]),
        [true, true],
      ),
    ).toEqual([0.5, 0.5]);
  });

  test('are then 1/MAE², so half the error counts four times', () => {
    const [better, worse] = weightsOf(
      learnedFrom(10, () => [1, 2]),
      [true, true],
    );
    expect(better).toBeCloseTo(0.8, 6);
    expect(worse).toBeCloseTo(0.2, 6);
  });

  test('look back 28 days and no further', () => {
    const state = learnedFrom(56, (day) => (day < 28 ? [9, 1] : [1, 1]));
    expect(weightsOf(state, [true, true])).toEqual([0.5, 0.5]);
  });

  test('are shared out among those that take part', () => {
    expect(
      weightsOf(
        learnedFrom(10, () => [1, 2, 2]),
        [false, true, true],
      ),
    ).toEqual([0, 0.5, 0.5]);
  });

  test('count a member without a past as the mean one', () => {
    const state = learnedFrom(10, () => [2, 2, null]);
    weightsOf(state, [true, true, true]).forEach((weight) => {
      expect(weight).toBeCloseTo(1 / 3, 6);
    });
  });

  test('stay finite for a member that was never wrong', () => {
    const weights = weightsOf(
      learnedFrom(10, () => [0, 2]),
      [true, true],
    );
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(weights[0]).toBeGreaterThan(0.99);
  });
});

describe('bias', () => {
  test('is nothing for a fortnight, then half the median error of the mix', () => {
    expect([...biasOf(learnedFrom(13, () => [4, 4]))]).toEqual([...constant(0)]);
    expect([...biasOf(learnedFrom(20, () => [4, 4]))]).toEqual([...constant(2)]);
  });

  test('is not moved by one freak day', () => {
    expect(biasOf(learnedFrom(20, (day) => (day === 9 ? [900, 900] : [1, 1])))[0]).toBeCloseTo(0.5, 6);
  });
});

describe('blend', () => {
  test('without a past is the plain mean, without a band', () => {
    const { price, mix, band } = blend(emptyState(['a', 'b']), [constant(10), constant(20)], 20_100);
    expect([...price]).toEqual([...constant(15)]);
    expect(mix).toEqual(price);
    expect(band).toBeNull();
  });

  test('shows the mix less the bias, and a band around what is shown', () => {
    const state = learnedFrom(40, (day) => [4 + (day % 5), 4 + (day % 5)]);
    const { price, mix, bias, band } = blend(state, [constant(50), constant(50)], 20_100);
    price.forEach((value, hour) => {
      expect(value).toBeCloseTo((mix[hour] ?? 0) - (bias[hour] ?? 0), 12);
      expect(band?.below[hour]).toBeLessThan(0);
      expect(band?.above[hour]).toBeGreaterThanOrEqual(0);
    });
  });

  test('leaves out a member that has no forecast', () => {
    const { price, weights } = blend(emptyState(['a', 'b']), [null, constant(20)], 20_100);
    expect([...price]).toEqual([...constant(20)]);
    expect(weights).toEqual([0, 1]);
  });
});

describe('what is carried over from the evening before', () => {
  /** Errors that last a day and are gone the next but one: half of an evening's is there on the day after. */
  const halved = (days: number) => learnedFrom(days, (day) => [day % 3 === 0 ? 8 : day % 3 === 1 ? 2 : 0]);

  test('is nothing for a fortnight, then the share that days had in common with the evening before', () => {
    expect(carriedOf(halved(14), 20_014)).toBe(0);
    const carried = carriedOf(halved(28), 20_028);
    expect(carried).toBeGreaterThan(1);
    expect(carried).toBeLessThanOrEqual(0.3 * 8);
  });

  test('is of the day after the last one only', () => {
    expect(carriedOf(halved(28), 20_029)).toBe(0);
    expect(carriedOf(halved(28), 20_027)).toBe(0);
    const { bias } = blend(halved(28), [constant(10)], 20_029);
    expect([...bias]).toEqual([...biasOf(halved(28))]);
  });

  test('is nothing where evenings tell the opposite of what comes', () => {
    const contrary = learnedFrom(30, (day) => [day % 2 ? 4 : -4]);
    expect(carriedOf(contrary, 20_030)).toBe(0);
  });

  test('is taken off every hour beside the bias', () => {
    const state = halved(28);
    const { mix, price, bias } = blend(state, [constant(10)], 20_028);
    const expected = (biasOf(state)[5] as number) + carriedOf(state, 20_028);
    expect(bias[5]).toBeCloseTo(expected, 9);
    expect(price[5]).toBeCloseTo((mix[5] as number) - expected, 9);
  });
});

describe('the gate', () => {
  // The member that was good for four weeks is bad for the next four: what was learned of it does harm.
  const turned = learnedFrom(56, (day) => (day < 28 ? [1, -9] : [9, -1]));

  test('lets weights and bias work while they help', () => {
    expect(liveSteps(emptyState(['a']))).toEqual({ weights: true, bias: true });
    const steady = learnedFrom(40, () => [1, 5]);
    expect(liveSteps(steady)).toEqual({ weights: true, bias: true });
    expect(blend(steady, [constant(1), constant(9)], 20_100).weights[0]).toBeGreaterThan(0.9);
  });

  test('goes back to the plain mean while weights do harm', () => {
    expect(liveSteps(turned).weights).toBe(false);
    const { weights, mix, candidate } = blend(turned, [constant(10), constant(20)], 20_100);
    expect(weights).toEqual([0.5, 0.5]);
    expect([...mix]).toEqual([...constant(15)]);
    expect(candidate.mix[0]).not.toBeCloseTo(15, 3);
  });

  test('takes nothing off while the bias does harm', () => {
    // From one evening to the next as well as over the weeks.
    const turning = learnedFrom(40, (day) => [day < 16 ? 8 : day % 2 ? -8 : 0]);
    expect(liveSteps(turning).bias).toBe(false);
    expect([...blend(turning, [constant(10)], 20_100).bias]).toEqual([...constant(0)]);
  });
});
