import type { Cache } from '@eo/app/cache/index.ts';
import { announcePriceChange } from '@eo/app/cache/price-changes.ts';
import type { Zone } from '@eo/app/contract/http.ts';
import { readPriceDays } from '@eo/app/db/prices.ts';
import { addDays, daysBetween } from '@eo/app/domain/market-day.ts';
import { isComplete } from '@eo/app/domain/price-day.ts';
import type { FeedErrorKind, PriceFeed } from '@eo/app/feeds/feed.ts';
import { type SecondOpinion, secondOpinion } from '@eo/app/ingest/second-opinion.ts';
import { type SyncResult, syncZone } from '@eo/app/ingest/sync-zone.ts';
import type { Pool } from 'pg';
import { expBackoff, retry } from 'zx';
import type { PlannedStep, StepOutcome } from '../kit/step.ts';
import { chunksOf, type DayRange } from './ranges.ts';

export interface SyncContext {
  pool: Pool;
  /** Hears of zones whose prices were written. */
  cache: () => Promise<Cache>;
  /** In order of preference. */
  feeds: readonly PriceFeed[];
  signal: AbortSignal;
}

/** Days asked for at once: a month is one request to every feed, so that zones at once are connections at once. */
const chunkDays = 31;
const attempts = 3;
/** A zone of which nothing came for so many days is not published by its feeds, and no failure. */
const publishedDays = 60;
/** Failures that another try within seconds may mend. */
const passing: readonly FeedErrorKind[] = ['unreachable', 'timeout', 'nonsense'];
/** Days at the end of the range that a second feed is asked for when they are new. */
const comparedDays = 3;

/** Brings one zone up to date over a range of days. */
export function syncStep(context: SyncContext, zone: Zone, range: DayRange): PlannedStep {
  const { firstDay, lastDay } = range;
  return {
    name: zone.id,
    about: firstDay === lastDay ? `asks for ${firstDay}` : `asks for ${firstDay} to ${lastDay}`,
    run: () => sync(context, zone, range),
  };
}

async function sync(context: SyncContext, zone: Zone, { firstDay, lastDay }: DayRange): Promise<StepOutcome> {
  const { pool, cache, feeds, signal } = context;
  const results: SyncResult[] = [];
  for (const [first, last] of chunksOf(firstDay, lastDay, chunkDays)) {
    const request = { pool, feeds, zone, firstDay: first, lastDay: last, signal };
    results.push(await withRetries(() => syncZone(request)));
  }
  const opinion = await checkedBySecondFeed(context, zone, { firstDay, lastDay }, results);
  if (opinion?.daysFilled || results.some(({ daysWritten }) => daysWritten > 0))
    await announcePriceChange(await cache(), zone.id);
  if (results.every(isNotPublished) && !(await wasPublished(pool, zone, lastDay)))
    return { outcome: 'unchanged', counts: { unpublished: 1 }, detail: 'no feed publishes it' };
  return outcomeOf(results, opinion);
}

/** Tries again with growing pauses while that makes sense; what the last try brought is the result. */
async function withRetries(attempt: () => Promise<SyncResult>): Promise<SyncResult> {
  let last: SyncResult | null = null;
  try {
    return await retry(attempts, expBackoff('20s', '1s'), async () => {
      last = await attempt();
      if (last.outcome === 'failed' && isPassing(last)) throw new Error(last.detail ?? 'failed');
      return last;
    });
  } catch (error) {
    if (last) return last;
    throw error;
  }
}

const isPassing = ({ reasons = [], retryAfterSeconds = 0 }: SyncResult): boolean =>
  retryAfterSeconds === 0 && reasons.some((reason) => passing.includes(reason));

/** Every feed answered, and none has such days. */
const isNotPublished = ({ outcome, reasons = [] }: SyncResult): boolean =>
  outcome === 'failed' && reasons.length > 0 && reasons.every((reason) => reason === 'no-data');

/** Whether any real day of the zone is known of the last two months: one that has stopped since then has failed. */
async function wasPublished(pool: Pool, zone: Zone, lastDay: string): Promise<boolean> {
  const stored = await readPriceDays(pool, zone.id, addDays(lastDay, -publishedDays), lastDay);
  return stored.some(({ simulated }) => !simulated);
}

/** Days with gaps are filled by the next feed, from the first gap on; new days are compared with it. */
async function checkedBySecondFeed(
  { pool, feeds, signal }: SyncContext,
  zone: Zone,
  { firstDay, lastDay }: DayRange,
  results: readonly SyncResult[],
): Promise<SecondOpinion | null> {
  const last = results.at(-1);
  if (!last?.feed) return null;
  const serving = feeds.filter((feed) => feed.supports(zone));
  const recent = latest(firstDay, addDays(lastDay, 1 - comparedDays));
  const gap = await firstGap(pool, zone, firstDay, lastDay);
  const isNew = results.some(({ daysWritten }) => daysWritten > 0);
  const from = gap === null ? (isNew ? recent : null) : latest(gap, addDays(lastDay, 1 - chunkDays));
  if (from === null) return null;
  return secondOpinion({ pool, feeds: serving, zone, firstDay: from, lastDay, signal }, last.feed);
}

const latest = (a: string, b: string): string => (a > b ? a : b);

async function firstGap(pool: Pool, zone: Zone, firstDay: string, lastDay: string): Promise<string | null> {
  const stored = await readPriceDays(pool, zone.id, firstDay, lastDay);
  const whole = new Set(stored.filter((day) => isComplete(zone, day)).map(({ day }) => day));
  return daysBetween(firstDay, addDays(lastDay, 1)).find((day) => !whole.has(day)) ?? null;
}

function outcomeOf(results: readonly SyncResult[], opinion: SecondOpinion | null): StepOutcome {
  // Months before the first one that a feed has are no failure of it.
  const firstWithDays = results.findIndex((result) => !isNotPublished(result));
  const failed = results.slice(Math.max(0, firstWithDays)).find(({ outcome }) => outcome === 'failed');
  const daysFilled = opinion?.daysFilled ?? 0;
  const conflicts = opinion?.conflicts ?? [];
  const daysWritten = results.reduce((sum, result) => sum + result.daysWritten, 0);
  const counts = { daysWritten, daysFilled, conflicts: conflicts.length };
  if (conflicts.length > 0) return { outcome: 'failed', counts, detail: describeConflicts(conflicts) };
  if (failed) return { outcome: 'failed', counts, detail: failed.detail };
  const last = results.findLast(({ feed }) => feed !== null);
  return {
    outcome: daysWritten + daysFilled > 0 ? 'ok' : 'unchanged',
    counts,
    detail: last?.detail ?? last?.feed ?? null,
  };
}

function describeConflicts(conflicts: SecondOpinion['conflicts']): string {
  return conflicts
    .map(
      ({ day, feed, otherFeed, differing, compared, largest }) =>
        `${day}: ${feed} and ${otherFeed} differ in ${differing} of ${compared} intervals, by up to ${largest.toFixed(2)}.`,
    )
    .join(' ');
}
