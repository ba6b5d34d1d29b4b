import { setTimeout as sleep } from 'node:timers/promises';
import type { Zone } from '@eo/app/contract/http.ts';
import { zones } from '@eo/app/domain/zones.ts';
import type { PriceFeed } from '@eo/app/feeds/feed.ts';
import { createFeeds } from '@eo/app/feeds/registry.ts';
import { day, zonesNamed } from './kit/arguments.ts';
import { addFeedOptions, type FeedOptions, feedsEnvironment } from './kit/feed-options.ts';
import { type CommonOptions, type PipelineContext, type Plan, runPipeline } from './kit/pipeline.ts';
import type { PlannedStep } from './kit/step.ts';
import { lateZones } from './prices/late-zones.ts';
import { rangeToSync } from './prices/ranges.ts';
import { syncStep } from './prices/sync-step.ts';

interface Options extends CommonOptions, FeedOptions {
  zones?: string;
  from?: string;
  to?: string;
  poll?: true;
}

/** Zones at once; no feed gets more connections than this. */
const concurrency = 4;
const pollPauseMs = 5 * 60_000;

/**
 * `price-sync`: the bulk sync and gap repair of prices, every six hours. For each zone it asks from the first gap of
 * the last 60 days (or everything a recorded feed has) up to what should be published, stores what changed, and has
 * new days checked by a second feed.
 */
await runPipeline<Options>({
  job: 'price-sync',
  description: 'Fetches day-ahead prices, repairs gaps and compares feeds.',
  examples: [
    'price-sync',
    'price-sync --zones SE3 --feed replay --replay-dir ./recorded',
    'price-sync --zones DE-LU,AT --from 2026-01-01 --to 2026-02-01',
  ],
  addOptions: (command) =>
    addFeedOptions(command)
      .option('--zones <ids>', 'comma-separated zones (default: every zone that the feeds serve)')
      .option('--from <day>', 'first market day, YYYY-MM-DD (default: the first gap)', day)
      .option('--to <day>', 'day after the last one, YYYY-MM-DD (default: what is published)', day)
      .option('--poll', 'while markets publish, ask every 5 min until tomorrow is complete'),
  environmentOf: feedsEnvironment,
  concurrency,
  async plan(context) {
    const feeds = createFeeds(context.env);
    const wanted = wantedZones(feeds, context.options);
    const steps = await stepsFor(context, feeds, wanted);
    return { steps, next: () => pollLate(context, feeds, wanted) };
  },
});

/** With `--poll`: waits while zones that publish about now are late, and plans to ask for them again. */
async function pollLate(
  context: PipelineContext<Options>,
  feeds: readonly PriceFeed[],
  wanted: readonly Zone[],
): Promise<Plan> {
  const { options, pool, progress, signal } = context;
  const late = options.poll ? await lateZones(pool, wanted, Date.now()) : [];
  if (late.length === 0) return { steps: [] };
  progress.note(`  tomorrow is not complete in ${late.length} zones; asking again in 5 min`);
  await sleep(pollPauseMs, undefined, { signal });
  return { steps: await stepsFor(context, feeds, late), next: () => pollLate(context, feeds, wanted) };
}

function stepsFor(
  { pool, cache, options, signal }: PipelineContext<Options>,
  feeds: readonly PriceFeed[],
  wanted: readonly Zone[],
): Promise<PlannedStep[]> {
  return Promise.all(
    wanted.map(async (zone) => {
      const range = await rangeToSync(pool, feeds, zone, options, Date.now());
      return syncStep({ pool, cache, feeds, signal }, zone, range);
    }),
  );
}

function wantedZones(feeds: readonly PriceFeed[], { zones: ids }: Options): Zone[] {
  return ids ? zonesNamed(ids) : zones.filter((zone) => feeds.some((feed) => feed.supports(zone)));
}
