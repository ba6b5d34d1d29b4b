import type { Database } from './pool.ts';

/** A zone's forecast of a day, made before its prices were known. Arrays are of 24 local hours, currency per MWh. */
export interface ForecastDayRecord {
  /** `YYYY-MM-DD` in the zone's market time zone. */
  day: string;
  /** By name of the member. */
  members: Record<string, number[]>;
  /** What was made of them. */
  price: number[];
  /** What came; null until it was observed. */
  actual: number[] | null;
}

/** Stores a forecast. One that is there stays: it was made first, from less. */
export async function recordForecastDay(
  db: Database,
  zone: string,
  { day, members, price }: Omit<ForecastDayRecord, 'actual'>,
): Promise<void> {
  await db.query(
    `insert into forecast_day (zone, day, members, price) values ($1, $2, $3, $4)
     on conflict (zone, day) do nothing`,
    [zone, day, JSON.stringify(members), price],
  );
}

/** Stores what came of a forecast. */
export async function recordActual(
  db: Database,
  zone: string,
  day: string,
  actual: readonly number[],
): Promise<void> {
  await db.query('update forecast_day set actual = $3 where zone = $1 and day = $2', [zone, day, actual]);
}

/** The stored forecasts of a zone from `firstDay` on, in order. */
export async function readForecastDays(
  db: Database,
  zone: string,
  firstDay: string,
): Promise<ForecastDayRecord[]> {
  const { rows } = await db.query<ForecastDayRecord>(
    `select day::text, members, price, actual from forecast_day
     where zone = $1 and day >= $2::date order by forecast_day.day`,
    [zone, firstDay],
  );
  return rows;
}

/** Zones with forecasts whose prices have not been observed, each with the first such day. */
export async function openForecasts(db: Database): Promise<{ zone: string; firstDay: string }[]> {
  const { rows } = await db.query<{ zone: string; firstDay: string }>(
    `select zone, min(day)::text as "firstDay" from forecast_day where actual is null group by zone order by zone`,
  );
  return rows;
}

/** @returns how many forecasts of days before `day` were deleted */
export async function deleteForecastDaysBefore(db: Database, zone: string, day: string): Promise<number> {
  const { rowCount } = await db.query('delete from forecast_day where zone = $1 and day < $2::date', [
    zone,
    day,
  ]);
  return rowCount ?? 0;
}
