import type { BatchOrigin, PriceDay } from '../domain/price-day.ts';
import type { Database } from './pool.ts';
import { priceDaysToWrite } from './price-days-to-write.ts';

/** Price days of one zone and one origin, as feeds deliver them. */
export interface PriceBatch extends BatchOrigin {
  days: readonly PriceDay[];
}

/** A price day with where it came from. */
export interface StoredPriceDay extends PriceDay, BatchOrigin {
  /** Unix milliseconds, to the hour. */
  fetchedAtMs: number;
}

/** What became of the days of a batch. */
export interface WriteCounts {
  inserted: number;
  updated: number;
  /** Days that were stored like this already, or stand above what was given. */
  unchanged: number;
  /** Of the unchanged: real days that simulated ones were given for. */
  keptReal: number;
}

/**
 * Stores the days of a batch by zone and day; which days are written is said in {@link priceDaysToWrite}.
 * Writing the same batch again changes nothing.
 *
 * @param zone the zone of every day in the batch
 */
export async function upsertPriceDays(db: Database, zone: string, batch: PriceBatch): Promise<WriteCounts> {
  const given = [...batch.days].sort((a, b) => (a.day < b.day ? -1 : 1));
  const first = given[0];
  const last = given.at(-1);
  if (!first || !last) return { inserted: 0, updated: 0, unchanged: 0, keptReal: 0 };
  const stored = await readPriceDays(db, zone, first.day, last.day);
  const days = priceDaysToWrite(stored, given, batch.simulated);
  const { inserted, updated } = await writeDays(db, zone, batch, days);
  const realDays = new Set(stored.filter((day) => !day.simulated).map(({ day }) => day));
  const keptReal = batch.simulated ? given.filter(({ day }) => realDays.has(day)).length : 0;
  return { inserted, updated, unchanged: given.length - inserted - updated, keptReal };
}

async function writeDays(
  db: Database,
  zone: string,
  { feed, label, simulated }: BatchOrigin,
  days: readonly PriceDay[],
): Promise<{ inserted: number; updated: number }> {
  const currency = days[0]?.currency;
  if (!currency) return { inserted: 0, updated: 0 };
  // The last condition repeats the one rule that must also hold when two processes write at the same time.
  const { rows } = await db.query<{ inserted: boolean }>(
    `with batch as (
       insert into price_batch (feed, label, simulated, currency, fetched_at)
       values ($1, $2, $3, $4, date_trunc('hour', now()))
       on conflict (feed, label, simulated, currency, fetched_at) do update set feed = excluded.feed
       returning id
     )
     insert into price_day as stored (zone, day, batch_id, resolution_minutes, prices)
     select $5, given.day, batch.id, given.resolution_minutes, given.prices::real[]
     from batch, unnest($6::date[], $7::smallint[], $8::text[]) as given (day, resolution_minutes, prices)
     on conflict (zone, day) do update set
       batch_id = excluded.batch_id,
       resolution_minutes = excluded.resolution_minutes,
       prices = excluded.prices
     where not $3 or (select before.simulated from price_batch before where before.id = stored.batch_id)
     returning stored.xmax = 0 as inserted`,
    [
      feed,
      label,
      simulated,
      currency,
      zone,
      days.map(({ day }) => day),
      days.map(({ resolutionMinutes }) => resolutionMinutes),
      days.map(({ prices }) => `{${prices.map((price) => price ?? 'NULL').join(',')}}`),
    ],
  );
  const inserted = rows.filter((row) => row.inserted).length;
  return { inserted, updated: rows.length - inserted };
}

/** The stored days of a zone from `firstDay` to `lastDay`, both included, in order. Days without prices are left out. */
export async function readPriceDays(
  db: Database,
  zone: string,
  firstDay: string,
  lastDay: string,
): Promise<StoredPriceDay[]> {
  const { rows } = await db.query<PriceDayRow>({
    name: 'read-price-days',
    text: `select day::text, resolution_minutes, prices, feed, label, simulated, currency, fetched_at
      from price_day join price_batch on price_batch.id = batch_id
      where zone = $1 and day between $2::date and $3::date order by price_day.day`,
    values: [zone, firstDay, lastDay],
  });
  return rows.map((row) => ({
    zone,
    day: row.day,
    resolutionMinutes: row.resolution_minutes,
    currency: row.currency,
    prices: row.prices,
    feed: row.feed,
    label: row.label,
    simulated: row.simulated,
    fetchedAtMs: row.fetched_at.getTime(),
  }));
}

interface PriceDayRow {
  day: string;
  resolution_minutes: number;
  prices: (number | null)[];
  feed: string;
  label: string;
  simulated: boolean;
  currency: string;
  fetched_at: Date;
}

/** How far the stored days of a zone reach. */
export interface StoredRange {
  zone: string;
  firstDay: string;
  lastDay: string;
  /** Fewer than the range has when days are missing. */
  days: number;
  /** Days whose prices are simulated or replayed. */
  simulatedDays: number;
}

/** The stored range of each zone that has any, in order of their ids. */
export async function storedRanges(db: Database): Promise<StoredRange[]> {
  const { rows } = await db.query<StoredRange>(
    `select zone, min(day)::text as "firstDay", max(day)::text as "lastDay", count(*)::int as days,
       count(*) filter (where simulated)::int as "simulatedDays"
     from price_day join price_batch on price_batch.id = batch_id group by zone order by zone`,
  );
  return rows;
}
