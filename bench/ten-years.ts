import type { Zone } from '@eo/app/contract/http.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { addDays, daysBetween } from '@eo/app/domain/market-day.ts';
import type { PriceDay } from '@eo/app/domain/price-day.ts';
import { zones } from '@eo/app/domain/zones.ts';
import { simulated } from '@eo/app/feeds/simulated.ts';
import type { Pool } from 'pg';

const firstDay = '2017-01-01';
const dayCount = 3653;
const zoneCount = 60;
const daysAtOnce = 100;

/** The days of a zone from one up to and with another. */
type DaysOf = (zone: Zone, firstDay: string, lastDay: string) => Promise<readonly PriceDay[]>;

/** Loads ten years of prices for sixty zones; by default quarter-hour ones of pure chance, the worst there is to store. */
export async function loadTenYears(pool: Pool, daysOf: DaysOf = chance): Promise<void> {
  const origin = { feed: 'bench', label: 'made up', simulated: false };
  for (const zone of zones.slice(0, zoneCount)) {
    for (let done = 0; done < dayCount; done += daysAtOnce) {
      const last = Math.min(done + daysAtOnce, dayCount) - 1;
      const days = await daysOf(zone, addDays(firstDay, done), addDays(firstDay, last));
      await upsertPriceDays(pool, zone.id, { ...origin, days });
    }
  }
}

const chance: DaysOf = async ({ id, currency }, first, last) =>
  daysBetween(first, addDays(last, 1)).map((day) => ({
    zone: id,
    day,
    resolutionMinutes: 15,
    currency,
    prices: Array.from({ length: 96 }, () => Math.round(Math.random() * 20_000 - 2_000) / 100),
  }));

/** Those of the feed `simulated`, which look like a market. */
export const likeAMarket: DaysOf = async (zone, first, last) =>
  (await simulated.fetchDays(zone, first, last, AbortSignal.timeout(600_000))).flatMap(({ days }) => days);
