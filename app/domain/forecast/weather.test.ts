import { describe, expect, test } from 'vitest';
import { addDays } from '../market-day.ts';
import { zoneNamed } from '../testing.ts';
import { forecastPrices, type Nights } from './index.ts';
import { createRandom } from './random.ts';
import { historyBefore, tableOf } from './testing.ts';
import { type WeatherDay, withWeather } from './weather.ts';

const zone = zoneNamed('SE3');
const firstDay = '2026-03-15';

/** `count` days from `first` on, of wind that nobody could foresee. */
function weatherFrom(first: string, count: number): WeatherDay[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const calm = 8 + 3 * random.normal();
    const hours = (of: (hour: number) => number) => Array.from({ length: 24 }, (_value, hour) => of(hour));
    return {
      day: addDays(first, index),
      wind: hours((hour) => calm + Math.sin(hour / 4)),
      radiation: hours((hour) => Math.max(0, 400 * Math.sin(((hour - 6) / 12) * Math.PI))),
      temperature: hours((hour) => 5 + Math.sin(hour / 3)),
    };
  });
}

describe('withWeather', () => {
  const table = tableOf(200);
  const first = addDays(firstDay, -200);
  const whole = weatherFrom(first, 208);

  test('gives each row and each day ahead the weather of its day, in three series', () => {
    const { exogenous, rows, prices } = withWeather(table, whole, 8);
    expect(rows).toBe(200);
    expect(prices).toEqual(table.prices);
    expect(exogenous?.map(({ length }) => length)).toEqual([208 * 24, 208 * 24, 208 * 24]);
    expect([...(exogenous?.[0]?.subarray(207 * 24) ?? [])]).toEqual(whole[207]?.wind);
    expect([...(exogenous?.[2]?.subarray(0, 24) ?? [])]).toEqual(whole[0]?.temperature);
  });

  test('does not mind the order, days beyond, or a few days missing', () => {
    const some = whole.filter((_, index) => index !== 50 && index < 206).reverse();
    const { exogenous } = withWeather(table, [...some, ...weatherFrom('2030-01-01', 3)], 8);
    expect([...(exogenous?.[0]?.subarray(50 * 24, 51 * 24) ?? [])]).toEqual(whole[49]?.wind);
    expect([...(exogenous?.[0]?.subarray(207 * 24) ?? [])]).toEqual(whole[205]?.wind);
  });

  test.each([
    ['none', []],
    ['none of the days ahead', whole.slice(0, 200)],
    ['a part of the past', whole.slice(60)],
    ['every other day', whole.filter((_, index) => index % 2 === 0)],
    ['days of 23 hours', whole.map((day) => ({ ...day, wind: day.wind.slice(1) }))],
    [
      'days that are not numbers',
      whole.map((day) => ({ ...day, radiation: new Array(24).fill(Number.NaN) })),
    ],
  ])('leaves the table alone with %s', (_, weather) => {
    expect(withWeather(table, weather, 8)).toBe(table);
  });

  test('leaves out the rows before the first weather, where enough are left', () => {
    const long = tableOf(500);
    const weather = weatherFrom(addDays(firstDay, -430), 438);
    const { rows, firstEpochDay, prices, exogenous } = withWeather(long, weather, 8);
    expect(rows).toBe(430);
    expect(firstEpochDay).toBe(long.firstEpochDay + 70);
    expect(prices).toEqual(long.prices.slice(70 * 24));
    expect(exogenous?.[0]).toHaveLength(438 * 24);
  });
});

test('a forecast that knows the wind is nearer on a market that follows it', () => {
  const weather = weatherFrom(addDays(firstDay, -250), 252);
  const windOf = new Map(weather.map(({ day, wind }) => [day, wind]));
  // Nothing but the clock and the wind, as two days tell nothing where spikes come that nobody can foresee.
  const price = (day: string, minutes: number) =>
    100 + 20 * Math.sin(minutes / 229) - 6 * (windOf.get(day)?.[Math.floor(minutes / 60)] ?? 0);
  const history = historyBefore(zone, firstDay, 250, price);
  const nights: Nights = { state: null, live: null, forecasts: [], lessons: {}, weather };
  const errorOf = (given: Nights | null) => {
    const days = forecastPrices(zone, history, firstDay, 2, given)?.days ?? [];
    const errors = days.flatMap(({ day, price: prices }) =>
      prices.map((value, index) => Math.abs(value - price(day, index * 15))),
    );
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  expect(errorOf(nights)).toBeLessThan(0.1 * errorOf(null));
});
