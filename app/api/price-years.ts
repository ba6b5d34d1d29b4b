import type { Zone } from '../contract/http.ts';
import type { CompareTariffsResponse } from '../contract/tariff.ts';
import { addDays, marketDayOf } from '../domain/market-day.ts';
import { type PriceCell, priceCellsOf } from '../domain/tariff/price-year.ts';
import type { PriceStore } from './price-store.ts';
import { ProblemError } from './problem.ts';
import type { ZoneHistory } from './zone-history.ts';

const daysOfYear = 365;
/** Fewer days say nothing about a year. */
const leastDays = 28;

/** The prices of the last year, grouped, and what is to be said of them. */
export type PriceYear = Pick<
  CompareTariffsResponse['assumptions'],
  'firstDay' | 'lastDay' | 'days' | 'simulated'
> & { cells: PriceCell[] };

/** The last year of each zone, grouped once a day: it takes some tenths of a second. */
export class PriceYears {
  readonly #known = new Map<string, { today: string; year: PriceYear }>();

  constructor(
    readonly prices: PriceStore,
    readonly history: ZoneHistory,
    readonly now: () => number,
  ) {}

  /** @throws ProblemError where too few days are known */
  async of(zone: Zone): Promise<PriceYear> {
    const today = marketDayOf(this.now(), zone.marketTimeZone);
    const known = this.#known.get(zone.id);
    if (known?.today === today) return known.year;
    const year = await this.#read(zone, today);
    this.#known.set(zone.id, { today, year });
    return year;
  }

  async #read(zone: Zone, today: string): Promise<PriceYear> {
    await this.history.ensure(zone);
    const { days } = await this.prices.read(zone, addDays(today, -daysOfYear), addDays(today, -1));
    const [first] = days;
    const last = days.at(-1);
    if (!first || !last || days.length < leastDays)
      throw new ProblemError(
        'no-prices',
        `${zone.id} has stored prices of ${days.length} past days; a comparison needs ${leastDays}.`,
      );
    return {
      firstDay: first.day,
      lastDay: last.day,
      days: days.length,
      simulated: days.some(({ simulated }) => simulated),
      cells: priceCellsOf(zone, days),
    };
  }
}
