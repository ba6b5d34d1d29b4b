import { describe, expect, it } from 'vitest';
import { liveForecast } from './live-forecast.ts';

const hours = (price: number): number[] => new Array(24).fill(price);
const members = { a: hours(10), b: hours(20) };
const bias = hours(0).map((_, hour) => hour);

describe('liveForecast', () => {
  it('is the plain mean where nothing is live', () => {
    expect(liveForecast(null, members, 20_000)).toEqual(hours(15));
  });

  it('weighs the members and takes the bias off, hour by hour', () => {
    const forecast = liveForecast({ weights: { a: 0.75, b: 0.25 }, bias }, members, 20_000);
    expect(forecast).toEqual(bias.map((off) => 12.5 - off));
  });

  it('shares out the weight of members that are not there', () => {
    const live = { weights: { a: 0.2, b: 0.2, gone: 0.6 }, bias: hours(1) };
    expect(liveForecast(live, members, 20_000)).toEqual(hours(14));
  });

  it('knows no bias of members that were never weighed', () => {
    expect(liveForecast({ weights: { gone: 1 }, bias }, members, 20_000)).toEqual(hours(15));
  });

  it('takes off what the evening before tells, on its day only', () => {
    const live = { weights: { a: 0.75, b: 0.25 }, bias: hours(0), carried: { epochDay: 20_001, price: 3 } };
    const [that, other] = [liveForecast(live, members, 20_001), liveForecast(live, members, 20_002)];
    expect(that.map((price) => price + 3)).toEqual(other);
  });
});
