import type { Zone } from '@eo/app/contract/http.ts';
import { readAccuracy } from '@eo/app/db/forecast-learning.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { lessonDays } from '@eo/app/domain/forecast/learned-member.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { AllFeedsFailedError, fetchFirst } from '@eo/app/feeds/failover.ts';
import type { PriceFeed } from '@eo/app/feeds/feed.ts';
import type { Pool } from 'pg';
import type { PlannedStep, StepOutcome } from '../kit/step.ts';
import { chunksOf } from '../prices/ranges.ts';
import { forecastZone } from './forecast-zone.ts';
import { learnZone } from './learn-zone.ts';
import { observeZone } from './observe-zone.ts';
import { inReplaySchema } from './replay-schema.ts';

export interface ReplayContext {
  pool: Pool;
  feeds: readonly PriceFeed[];
  zone: Zone;
  signal: AbortSignal;
}

/** As many as the members learn from, and the lags before them. */
const historyDays = lessonDays + 7;
const chunkDays = 31;

/** Loads what was known before the first day, and forecasts that day. */
export function historyStep(context: ReplayContext, firstDay: string): PlannedStep {
  const from = addDays(firstDay, -historyDays);
  const before = addDays(firstDay, -1);
  return {
    name: 'history',
    about: `loads ${from} to ${before}, forecasts ${firstDay}`,
    run: () =>
      inReplaySchema(context.pool, async (client) => {
        const daysWritten = await fetchPrices(client, context, from, before);
        const made = await forecastZone(client, context.zone, null, before);
        return { outcome: daysWritten > 0 ? 'ok' : 'unchanged', counts: { daysWritten, ...made } };
      }),
  };
}

/** What the schedules do from the publication of a day to the night after, in one go. Again it changes nothing. */
export function dayStep(context: ReplayContext, day: string): PlannedStep {
  const { pool, zone } = context;
  return {
    name: day,
    about: `fetches ${day}, judges its forecast, learns, forecasts ${addDays(day, 1)}`,
    run: () =>
      inReplaySchema(pool, async (client) => {
        const daysWritten = await fetchPrices(client, context, day, day);
        const daysObserved = await observeZone(client, zone, day);
        const { daysJudged, adopted, live } = await learnZone(client, zone.id);
        const made = await forecastZone(client, zone, live, day);
        const counts = { daysWritten, daysObserved, daysJudged, adopted, ...made };
        return outcomeOf(client, zone, day, counts);
      }),
  };
}

async function outcomeOf(
  client: Database,
  zone: Zone,
  day: string,
  counts: Record<string, number>,
): Promise<StepOutcome> {
  const last = (await readAccuracy(client, zone.id, 1)).find((record) => record.day >= day);
  if (!last)
    return { outcome: 'failed', counts, detail: `There was no forecast of ${day}, or not every price.` };
  const { mae, trailing, adopted } = last;
  const errors = `MAE ${mae.toFixed(2)}; 28 days: live ${trailing.mae.toFixed(2)}, tuned ${trailing.candidateMae.toFixed(2)}, plain mean ${trailing.plainMae.toFixed(2)}`;
  return {
    outcome: counts.daysJudged ? 'ok' : 'unchanged',
    counts,
    detail: counts.daysJudged ? `${errors}${adopted ? `; ${adopted} went live` : ''}` : 'replayed before',
  };
}

/** @returns days written; days that the feeds do not have are none */
async function fetchPrices(
  client: Database,
  { feeds, zone, signal }: ReplayContext,
  firstDay: string,
  lastDay: string,
): Promise<number> {
  let written = 0;
  for (const [from, to] of chunksOf(firstDay, lastDay, chunkDays)) {
    for (const batch of await batchesOf(feeds, zone, from, to, signal)) {
      const { inserted, updated } = await upsertPriceDays(client, zone.id, batch);
      written += inserted + updated;
    }
  }
  return written;
}

async function batchesOf(...request: Parameters<typeof fetchFirst>) {
  try {
    return (await fetchFirst(...request)).batches;
  } catch (error) {
    if (error instanceof AllFeedsFailedError && error.isNotPublished) return [];
    throw error;
  }
}
