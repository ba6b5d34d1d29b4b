import type { BatchOrigin, PriceDay } from '../domain/price-day.ts';
import type { Queryable } from './pool.ts';

/** A stored day with where it came from. */
export interface StoredDay extends PriceDay, BatchOrigin {}

const columns = 'zone, day, resolution_minutes, currency, prices, feed, label, simulated';

/**
 * Stores days of one origin, by zone and day. Real prices are never replaced by simulated ones, and rows that would
 * not change are not written again.
 *
 * @returns how many days were written
 */
export async function upsertPriceDays(db: Queryable, origin: BatchOrigin, days: readonly PriceDay[]): Promise<number> {
  if (days.length === 0) return 0;
  const { rowCount } = await db.query(upsertSql, [
    origin.feed,
    origin.label,
    origin.simulated,
    JSON.stringify(days.map((d) => ({ ...d, resolution_minutes: d.resolutionMinutes }))),
  ]);
  return rowCount ?? 0;
}

const upsertSql = `
with given as (
  select * from jsonb_to_recordset($4::jsonb)
    as d (zone text, day date, resolution_minutes smallint, currency char(3), prices real[])
), wanted as (
  select given.* from given
  left join price_day old on old.zone = given.zone and old.day = given.day
  left join price_batch old_batch on old_batch.id = old.batch_id
  where old.zone is null
     or (old_batch.simulated and not $3)
     or (old_batch.simulated = $3 and (old.prices is distinct from given.prices
         or old.resolution_minutes <> given.resolution_minutes))
), batch as (
  insert into price_batch (feed, label, simulated)
  select $1, $2, $3 where exists (select from wanted)
  returning id
)
insert into price_day (zone, day, resolution_minutes, currency, prices, batch_id)
select wanted.zone, wanted.day, wanted.resolution_minutes, wanted.currency, wanted.prices, batch.id
from wanted, batch
on conflict (zone, day) do update set
  resolution_minutes = excluded.resolution_minutes, currency = excluded.currency,
  prices = excluded.prices, batch_id = excluded.batch_id`;

/** Days of a zone from `firstDay` to `lastDay`, both included, in order. */
export async function readPriceDays(db: Queryable, zone: string, firstDay: string, lastDay: string): Promise<StoredDay[]> {
  const { rows } = await db.query<Row>({
    name: 'read-price-days',
    text: `select ${columns} from price_day join price_batch on price_batch.id = batch_id
           where zone = $1 and day between $2 and $3 order by day`,
    values: [zone, firstDay, lastDay],
  });
  return rows.map(({ resolution_minutes: resolutionMinutes, ...row }) => ({ ...row, resolutionMinutes }));
}

/** First and last stored day of a zone; null when there is none. */
export async function storedRange(db: Queryable, zone: string): Promise<{ first: string; last: string } | null> {
  const { rows } = await db.query<{ first: string | null; last: string | null }>(
    'select min(day) as first, max(day) as last from price_day where zone = $1',
    [zone],
  );
  const { first = null, last = null } = rows[0] ?? {};
  return first && last ? { first, last } : null;
}

interface Row extends Omit<StoredDay, 'resolutionMinutes'> {
  resolution_minutes: number;
}
