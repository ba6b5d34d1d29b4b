import { afterEach, describe, expect, it } from 'vitest';
import { forecastPrices } from '../domain/forecast/index.ts';
import { historyBefore } from '../domain/forecast/testing.ts';
import { zoneNamed } from '../domain/testing.ts';
import { ForecastThread } from './thread.ts';

const zone = zoneNamed('SE3');
const firstDay = '2026-03-10';
const history = historyBefore(zone, firstDay, 60);
const task = { zone, history, firstDay, days: 2, nights: null };

let thread: ForecastThread | null = null;
function open(module = new URL('./worker.ts', import.meta.url)): ForecastThread {
  thread = new ForecastThread(module);
  return thread;
}
afterEach(async () => {
  await thread?.close();
  thread = null;
});

describe('ForecastThread', () => {
  it('makes the forecasts that were asked for, each for who asked', async () => {
    const forecaster = open();
    const made = await Promise.all([1, 2].map((days) => forecaster.forecast({ ...task, days })));
    made.forEach(({ forecast, seconds }, index) => {
      expect(forecast).toEqual(forecastPrices(zone, history, firstDay, index + 1));
      expect(seconds).toBeGreaterThan(0);
    });
  });

  it('goes on after a forecast that failed', async () => {
    const forecaster = open();
    const broken = { ...task, zone: { ...zone, marketTimeZone: 'Nowhere/At all' } };
    await expect(forecaster.forecast(broken)).rejects.toThrow(/The forecast failed/);
    expect((await forecaster.forecast(task)).forecast?.days).toHaveLength(2);
  });

  it('fails whoever waits when the thread breaks, and starts another one', async () => {
    const forecaster = open(new URL('./missing.js', import.meta.url));
    await expect(forecaster.forecast(task)).rejects.toThrow(/missing\.js/);
    await expect(forecaster.forecast(task)).rejects.toThrow(/missing\.js/);
  });

  it('gives up what it is at when it is closed', async () => {
    const forecaster = open();
    const refused = expect(forecaster.forecast(task)).rejects.toThrow('The forecaster is closed.');
    await forecaster.close();
    await refused;
    await expect(forecaster.forecast(task)).rejects.toThrow('The forecaster is closed.');
  });
});
