import { daysBetween } from '@eo/app/domain/market-day.ts';
import { createFeeds } from '@eo/app/feeds/registry.ts';
import { day, zonesNamed } from './kit/arguments.ts';
import { addFeedOptions, type FeedOptions, feedsEnvironment } from './kit/feed-options.ts';
import { UsageError } from './kit/options.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';
import { dayStep, historyStep } from './learning/replay-day.ts';
import { createReplaySchema, forgetReplay } from './learning/replay-schema.ts';

interface Options extends CommonOptions, FeedOptions {
  zone?: string;
  from: string;
  to: string;
  resume?: true;
}

/**
 * `replay-days`: lives through past days of a zone at accelerated time, as the schedules would have: prices, their
 * forecasts judged, the night's learning, the next forecast. It works on tables of its own.
 */
await runPipeline<Options>({
  job: 'replay-days',
  description: 'Replays past days through prices, observation and learning, in tables of its own.',
  examples: [
    'replay-days --zone SE3 --from 2026-01-01 --to 2026-03-02 --feed replay --replay-dir ./recorded',
    'replay-days --zone DE-LU --from 2026-01-01 --to 2026-03-02 --resume',
  ],
  addOptions: (command) =>
    addFeedOptions(command)
      .option('--zone <id>', 'zone (default: DEFAULT_ZONE)')
      .requiredOption('--from <day>', 'first market day, YYYY-MM-DD', day)
      .requiredOption('--to <day>', 'day after the last one, YYYY-MM-DD', day)
      .option('--resume', 'go on where an earlier replay of the zone was cut off, instead of starting over'),
  environmentOf: feedsEnvironment,
  asOwner: true,
  async plan({ pool, env, options, signal }) {
    const [zone] = zonesNamed(options.zone ?? env.DEFAULT_ZONE);
    const { from, to } = options;
    if (!zone || from >= to) throw new UsageError(`--from ${from} must be before --to ${to}.`);
    const context = { pool, feeds: createFeeds(env), zone, signal };
    const history = historyStep(context, from);
    const prepared = async () => {
      await createReplaySchema(pool);
      if (!options.resume) await forgetReplay(pool, zone.id);
      return history.run();
    };
    const days = daysBetween(from, to).map((one) => dayStep(context, one));
    return { steps: [{ ...history, run: prepared }, ...days] };
  },
});
