import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Cache } from '../cache/cache.ts';
import type { Zone } from '../contract/http.ts';
import { nightsVersion, readNights } from '../db/forecast-nights.ts';
import { readPriceDays, type StoredPriceDay } from '../db/prices.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import type { Accuracy } from '../domain/forecast/accuracy.ts';
import type { ForecastDay } from '../domain/forecast/index.ts';
import { addDays } from '../domain/market-day.ts';
import { isComplete } from '../domain/price-day.ts';
import type { ForecastThread } from '../forecaster/thread.ts';
import type { ForecastTask } from '../forecaster/worker.ts';
import type { KnownPrices } from './price-store.ts';

/** Forecast days of a zone, from the first day that is not published. */
export interface Estimate {
  model: string;
  fallback: string | null;
  /** True when it was learned from simulated or replayed prices. */
  simulated: boolean;
  days: ForecastDay[];
  accuracy: Accuracy | null;
}

interface ForecasterOptions {
  pool: Pool;
  shared: Cache;
  thread: Pick<ForecastThread, 'forecast'>;
  /** Estimates of another release are not taken from the shared cache. */
  release: string;
  /** Hears how long every forecast took that this process made. */
  onForecast: (seconds: number) => void;
}

/** Days of history a forecast learns from. */
const historyDays = 430;
/** A week and a day: the longest horizon that can be asked for, whenever on a day it starts. */
const forecastDays = 8;
/** Real days from which on simulated ones are not learned from. */
const enoughRealDays = 14;
/** As long as a market day at most: what an estimate was made from changes once a day. */
const sharedSeconds = 24 * 3600;

type Task = Omit<ForecastTask, 'nights' | 'history'> & { history: readonly StoredPriceDay[] };

interface Kept {
  key: string;
  estimate: Promise<Estimate | null>;
}

/**
 * Estimates by zone. One costs the better part of a second, so each is made once for as long as what it learns from, the
 * prices and the nights before, stays what it is, and shared with the other processes.
 */
export class Forecaster {
  /** By zone; for one version of its prices, which changes with every check of the feed. */
  readonly #latest = new Map<string, Kept>();
  /** By zone; for one history, which changes with new prices and with the nightly learning only. */
  readonly #made = new Map<string, Kept>();

  constructor(readonly options: ForecasterOptions) {}

  /**
   * @param firstDay the first market day to forecast
   * @param version of the zone's prices
   * @returns null when the zone has no prices to learn from
   * @throws what the database throws when it is away and nothing was estimated before
   */
  async estimate(zone: Zone, firstDay: string, version: string): Promise<Estimate | null> {
    const key = `${firstDay}/${version}`;
    const before = this.#latest.get(zone.id);
    if (before?.key === key) return before.estimate;
    const estimate = this.#learn(zone, firstDay);
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

  async #learn(zone: Zone, firstDay: string): Promise<Estimate | null> {
    const [oldest, lastDay] = [addDays(firstDay, -historyDays), addDays(firstDay, -1)];
    const stored = await readPriceDays(this.options.pool, zone.id, oldest, lastDay);
    const history = toLearnFrom(zone, stored);
    const nights = await nightsVersion(this.options.pool, zone.id);
    const key = keyOf(this.options.release, zone, firstDay, history, nights);
    const before = this.#made.get(zone.id);
    if (before?.key === key) return before.estimate;
    const estimate = this.#sharedOrMade({ zone, history, firstDay, days: forecastDays }, key, nights !== '');
    this.#made.set(zone.id, { key, estimate });
    estimate.catch(() => {
      if (this.#made.get(zone.id)?.estimate === estimate) this.#made.delete(zone.id);
    });
    return estimate;
  }

  async #sharedOrMade(task: Task, key: string, hasNights: boolean): Promise<Estimate | null> {
    const { pool, shared, thread, onForecast } = this.options;
    const stored = await shared.get(key);
    if (stored) return JSON.parse(stored) as Estimate;
    const { zone, firstDay, days } = task;
    const range = [addDays(firstDay, -historyDays), addDays(firstDay, days - 1)] as const;
    const nights = hasNights ? await readNights(pool, zone.id, ...range) : null;
    const { forecast, seconds } = await thread.forecast({ ...task, nights });
    onForecast(seconds);
    if (!forecast) return null;
    const estimate = { ...forecast, simulated: task.history.some(({ simulated }) => simulated) };
    await shared.set(key, JSON.stringify(estimate), sharedSeconds);
    return estimate;
  }
}

/** The first of the days that is not known whole, if there is one: from there on is forecast. */
export function firstUnpublished(
  zone: Zone,
  days: readonly string[],
  known: KnownPrices,
): string | undefined {
  return days.find((day) => {
    const stored = known.days.find((candidate) => candidate.day === day);
    return stored === undefined || !isComplete(zone, stored);
  });
}

/** The complete days; real ones only, once there are enough of them. */
function toLearnFrom(zone: Zone, stored: readonly StoredPriceDay[]): StoredPriceDay[] {
  const complete = stored.filter((day) => isComplete(zone, day));
  const real = complete.filter(({ simulated }) => !simulated);
  return real.length >= enoughRealDays ? real : complete;
}

function keyOf(
  release: string,
  zone: Zone,
  firstDay: string,
  history: readonly StoredPriceDay[],
  nights: string,
): string {
  const hash = createHash('sha256').update(`${nights}\n`);
  for (const { day, simulated, prices } of history) hash.update(`${day} ${simulated} ${prices.join(' ')}\n`);
  return `eo:forecast:${release}:${zone.id}:${firstDay}:${hash.digest('base64url')}`;
}
