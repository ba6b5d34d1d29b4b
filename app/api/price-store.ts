import type { Pool } from 'pg';
import type { Freshness, Zone } from '../contract/http.ts';
import { type FeedCheck, readFeedChecks } from '../db/feed-checks.ts';
import { readPriceDays, type StoredPriceDay } from '../db/prices.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import { addDays, daysBetween, marketDayOf } from '../domain/market-day.ts';

/** Price days of a zone as far as this process can know them. */
export interface KnownPrices {
  days: StoredPriceDay[];
  freshness: Freshness;
  /** False when the database is away and these are the days it had last. */
  isLive: boolean;
  /** Another text whenever the stored days may be others. */
  version: string;
}

interface Memory {
  days: Map<string, StoredPriceDay>;
  check: FeedCheck | null;
}

const staleAfterMs = 30 * 60_000;
/** Market days before today that are kept for when the database is away. */
const rememberedDays = 7;

/**
 * Reads price days, and remembers the latest ones of each zone: while the database is away they are answered with,
 * marked stale.
 */
export class PriceStore {
  readonly #memory = new Map<string, Memory>();

  constructor(
    readonly pool: Pool,
    readonly now: () => number,
  ) {}

  /**
   * The stored days of a zone, both ends included.
   *
   * @throws what the database throws when it is away and a day up to today is not remembered
   */
  async read(zone: Zone, firstDay: string, lastDay: string): Promise<KnownPrices> {
    try {
      // The check first: should a sync end in between, the days are newer than they say, never older.
      const [check = null] = await readFeedChecks(this.pool, zone.id);
      const days = await readPriceDays(this.pool, zone.id, firstDay, lastDay);
      this.#remember(zone, days, check);
      return { days, ...this.#about(check, true) };
    } catch (error) {
      const known = isDatabaseUnavailable(error) ? this.#recall(zone, firstDay, lastDay) : null;
      if (known) return known;
      throw error;
    }
  }

  #remember(zone: Zone, days: readonly StoredPriceDay[], check: FeedCheck | null): void {
    const oldest = addDays(this.#today(zone), -rememberedDays);
    const known = [...(this.#memory.get(zone.id)?.days.values() ?? []), ...days];
    const kept = known.filter(({ day }) => day >= oldest);
    this.#memory.set(zone.id, { days: new Map(kept.map((day) => [day.day, day])), check });
  }

  #recall(zone: Zone, firstDay: string, lastDay: string): KnownPrices | null {
    const memory = this.#memory.get(zone.id);
    if (!memory) return null;
    const range = daysBetween(firstDay, addDays(lastDay, 1));
    const today = this.#today(zone);
    const days = range.flatMap((day) => memory.days.get(day) ?? []);
    const isKnown = days.length > 0 && range.every((day) => day > today || memory.days.has(day));
    return isKnown ? { days, ...this.#about(memory.check, false) } : null;
  }

  #about(check: FeedCheck | null, isLive: boolean): Omit<KnownPrices, 'days'> {
    const checkedAtMs = check?.checkedAtMs ?? null;
    const isOld = checkedAtMs === null || this.now() - checkedAtMs > staleAfterMs;
    return {
      freshness: {
        checkedAt: checkedAtMs === null ? null : new Date(checkedAtMs).toISOString(),
        stale: isOld || !isLive,
      },
      isLive,
      version: `${checkedAtMs}/${check?.failedAtMs ?? null}`,
    };
  }

  #today(zone: Zone): string {
    return marketDayOf(this.now(), zone.marketTimeZone);
  }
}
