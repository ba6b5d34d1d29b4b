import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import type { Accuracy } from '../domain/forecast/accuracy.ts';
import { addDays, daysBetween, marketDayOf } from '../domain/market-day.ts';
import { findZone } from '../domain/zones.ts';
import { type Forecaster, firstUnpublished } from './forecaster.ts';
import type { PriceStore } from './price-store.ts';

interface Options {
  prices: Pick<PriceStore, 'read'>;
  forecaster: Pick<Forecaster, 'estimate'>;
  now: () => number;
  log: Pick<Logger, 'warn'>;
}

/** No market publishes so many days, today included. */
const longestPublished = 3;

/**
 * How good the forecasts of the fresh zones are, as told by the forecast that is served for them. So it is made as soon
 * as there are new prices, and nobody waits for it.
 */
export class ForecastAccuracy {
  readonly #measured = new Map<string, Accuracy>();

  constructor(readonly options: Options) {}

  /** What is known, by zone; nothing of a zone without a day to judge by. */
  all(): [zone: string, accuracy: Accuracy][] {
    return [...this.#measured];
  }

  /**
   * Measures the zones, and forgets all others. A zone whose forecast fails keeps what was measured last.
   *
   * @throws what the database throws when it is away
   */
  async measure(ids: readonly string[], signal: AbortSignal): Promise<void> {
    for (const known of this.#measured.keys()) if (!ids.includes(known)) this.#measured.delete(known);
    for (const id of ids) {
      if (signal.aborted) return;
      await this.#update(id).catch((error) => {
        if (isDatabaseUnavailable(error)) throw error;
        this.options.log.warn({ err: error, zone: id }, 'the accuracy of the forecast is unknown');
      });
    }
  }

  async #update(id: string): Promise<void> {
    const { prices, forecaster, now } = this.options;
    const zone = findZone(id);
    if (!zone) return;
    const today = marketDayOf(now(), zone.marketTimeZone);
    const end = addDays(today, longestPublished);
    const known = await prices.read(zone, today, addDays(end, -1));
    const firstDay = firstUnpublished(zone, daysBetween(today, end), known) ?? end;
    const estimate = await forecaster.estimate(zone, firstDay, known.version);
    if (estimate?.accuracy) this.#measured.set(id, estimate.accuracy);
    else this.#measured.delete(id);
  }
}
