import type { Pool } from 'pg';
import type { Cache } from '../cache/cache.ts';
import type { Zone } from '../contract/http.ts';
import { readPriceDays, type StoredPriceDay } from '../db/prices.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import { type ForecastDay, forecastPrices } from '../domain/forecast/index.ts';
import { addDays } from '../domain/market-day.ts';
import { isComplete } from '../domain/price-day.ts';

/** Forecast days of a zone, from the first day that is not published. */
export interface Estimate {
  model: string;
  fallback: string | null;
  /** True when it was learned from simulated or replayed prices. */
  simulated: boolean;
  days: ForecastDay[];
}

interface ForecasterOptions {
  pool: Pool;
  shared: Cache;
  /** Estimates of another release are not taken from the shared cache. */
  release: string;
  /** Runs and times the forecast itself. */
  time: <T>(work: () => T) => T;
}

/** Days of history a forecast learns from. */
const historyDays = 430;
/** A week and a day: the longest horizon that can be asked for, whenever on a day it starts. */
const forecastDays = 8;
/** Real days from which on simulated ones are not learned from. */
const enoughRealDays = 14;
const sharedSeconds = 3600;

/**
 * Estimates by zone. One costs about 70 ms of this thread, so each is made once for as long as the zone's prices stay
 * what they are, and shared with the other processes.
 */
export class Forecaster {
  readonly #latest = new Map<string, { key: string; estimate: Promise<Estimate | null> }>();

  constructor(readonly options: ForecasterOptions) {}

  /**
   * @param firstDay the first market day to forecast
   * @param version of the zone's prices
   * @returns null when the zone has no prices to learn from
   * @throws what the database throws when it is away and nothing was estimated before
   */
  async estimate(zone: Zone, firstDay: string, version: string): Promise<Estimate | null> {
    const key = `eo:forecast:${this.options.release}:${zone.id}:${firstDay}:${version}`;
    const before = this.#latest.get(zone.id);
    if (before?.key === key) return before.estimate;
    const estimate = this.#make(zone, firstDay, key);
    this.#latest.set(zone.id, { key, estimate });
    try {
      return await estimate;
    } catch (error) {
      if (before) this.#latest.set(zone.id, before);
      else this.#latest.delete(zone.id);
      if (before && isDatabaseUnavailable(error)) return before.estimate;
      throw error;
    }
  }

  async #make(zone: Zone, firstDay: string, key: string): Promise<Estimate | null> {
    const { pool, shared, time } = this.options;
    const stored = await shared.get(key);
    if (stored) return JSON.parse(stored) as Estimate;
    const lastDay = addDays(firstDay, -1);
    const history = toLearnFrom(
      zone,
      await readPriceDays(pool, zone.id, addDays(firstDay, -historyDays), lastDay),
    );
    const forecast = time(() => forecastPrices(zone, history, firstDay, forecastDays));
    if (!forecast) return null;
    const estimate = { ...forecast, simulated: history.some(({ simulated }) => simulated) };
    await shared.set(key, JSON.stringify(estimate), sharedSeconds);
    return estimate;
  }
}

/** The complete days; real ones only, once there are enough of them. */
function toLearnFrom(zone: Zone, stored: readonly StoredPriceDay[]): StoredPriceDay[] {
  const complete = stored.filter((day) => isComplete(zone, day));
  const real = complete.filter(({ simulated }) => !simulated);
  return real.length >= enoughRealDays ? real : complete;
}
