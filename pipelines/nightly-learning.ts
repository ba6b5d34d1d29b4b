import type { Zone } from '@eo/app/contract/http.ts';
import { deleteForecastDaysBefore } from '@eo/app/db/forecast-days.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import { readWatchedZones } from '@eo/app/db/watched-zones.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { createWeatherFeed, type WeatherFeed } from '@eo/app/feeds/weather-feed.ts';
import { lastPublishedDay } from '@eo/app/ingest/market-clock.ts';
import { zonesNamed } from './kit/arguments.ts';
import { type CommonOptions, type PipelineContext, runPipeline } from './kit/pipeline.ts';
import type { PlannedStep, StepOutcome } from './kit/step.ts';
import { forecastZone, historyDays, type Made } from './learning/forecast-zone.ts';
import { type Learned, learnZone } from './learning/learn-zone.ts';
import { type WeatherBrought, weatherZone } from './learning/weather-zone.ts';

interface Options extends CommonOptions {
  zones?: string;
}

/** Zones are learned as long as somebody asks for them. */
const watchedDays = 30;
/** Forecasts with the hours of each member are kept so long; how good they were is kept. */
const keptDays = 90;

/**
 * `nightly-learning`: judges the forecasts whose prices have come, tunes weights and bias, lets them go live where the
 * gate allows it, and forecasts the next day with what is live.
 */
await runPipeline<Options>({
  job: 'nightly-learning',
  description: 'Judges forecasts, tunes weights and bias, forecasts the next day.',
  examples: ['nightly-learning', 'nightly-learning --zones SE3,DE-LU'],
  addOptions: (command) =>
    command.option('--zones <ids>', 'comma-separated zones (default: those asked for within 30 days)'),
  async plan(context) {
    const zones = await zonesToLearn(context);
    const weather = createWeatherFeed(context.env);
    return { steps: zones.map((zone) => learnStep(context, zone, weather)) };
  },
});

async function zonesToLearn({ pool, options, env }: PipelineContext<Options>): Promise<Zone[]> {
  if (options.zones) return zonesNamed(options.zones);
  const watched = (await readWatchedZones(pool, watchedDays)).map(({ zone }) => zone);
  return [...new Set([env.DEFAULT_ZONE, ...watched])].flatMap((id) => findZone(id) ?? []);
}

function learnStep(
  { pool, signal }: PipelineContext<Options>,
  zone: Zone,
  weather: WeatherFeed | null,
): PlannedStep {
  const lastKnown = lastPublishedDay(zone, Date.now());
  const oldest = addDays(lastKnown, -historyDays);
  return {
    name: zone.id,
    about: `judges forecasts, forecasts the day after ${lastKnown} or the last known one`,
    async run() {
      const brought = weather?.supports(zone)
        ? await weatherZone(pool, zone, weather, { lastKnown, oldest, signal })
        : null;
      return inTransaction(pool, async (client) => {
        // Fitting the members takes a while in which the transaction says nothing.
        await client.query('set local idle_in_transaction_session_timeout = 0');
        const learned = await learnZone(client, zone.id);
        const made = await forecastZone(client, zone, learned.live, lastKnown);
        await deleteForecastDaysBefore(client, zone.id, addDays(lastKnown, -keptDays));
        return outcomeOf(learned, made, brought);
      });
    },
  };
}

function outcomeOf(
  { daysJudged, adopted, live }: Learned,
  made: Made,
  brought: WeatherBrought | null,
): StepOutcome {
  const weights = Object.entries(live?.weights ?? {}).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
  return {
    outcome: daysJudged + made.daysForecast > 0 ? 'ok' : 'unchanged',
    counts: { daysJudged, adopted, ...made, ...(brought && { weatherDays: brought.weatherDays }) },
    detail: [weights.join(', ') || 'plain mean', brought?.problem].filter(Boolean).join('; '),
  };
}
