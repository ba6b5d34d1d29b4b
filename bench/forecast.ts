import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HourTable, hoursOfDay } from '@eo/app/domain/forecast/hour-table.ts';
import { accuracyOf, costOf, type Judged } from './forecast/figures.ts';
import { type Job, type JobResult, runJobs } from './forecast/jobs.ts';
import { readMarket, testDays } from './forecast/markets.ts';
import { type Options, optionsOf } from './forecast/options.ts';
import { plotOf } from './forecast/plot.ts';
import { replay } from './forecast/replay.ts';
import { type Result, report } from './report.ts';

/**
 * Walks the test period of the open price-forecast benchmark, each day forecast from what was known the day before,
 * and plays the nightly learning over it.
 *
 *   npm run bench -- forecast                     728 days of every market in ../shared/data/epf
 *   npm run bench -- forecast --days 56           the last 56 days only
 *   npm run bench -- forecast --days 364 --leave-out 728    the year before the test period, to choose settings on
 *   npm run bench -- forecast --warm-up 364       with a year of nights before the first one judged
 *   npm run bench -- forecast --price-only        without load and wind
 *   npm run bench -- forecast --keep /tmp/walks   keeps each member's forecasts, and takes kept ones
 *   npm run bench -- forecast --plot docs/forecasting    draws the last two weeks of each market
 */

try {
  report('forecast', await figures(optionsOf(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function figures(options: Options): Promise<Result[]> {
  const { markets, members, leaveOut, priceOnly } = options;
  const days = options.days + options.warmUp;
  const jobs = members.flatMap((member) =>
    markets.map((market): Job => ({ market, member, days, leaveOut, priceOnly })),
  );
  const walks = await runJobs(jobs, options);
  return [
    ...markets.flatMap((market) => accuracy(market, options, walks)),
    ...costOf([...walks.values()], markets.length),
  ];
}

/** What would have been shown on the days judged, and how good it was. */
function accuracy(market: string, options: Options, walks: ReadonlyMap<Job, JobResult>): Result[] {
  const { members, days, leaveOut, priceOnly } = options;
  const table = readMarket(options.folder, market, options);
  const forecasts = [...walks].flatMap(([job, walk]) =>
    job.market === market ? [Float64Array.from(walk.forecasts)] : [],
  );
  const shown = replay(table, members, forecasts);
  const judged = (series: Float64Array) => series.subarray(options.warmUp * hoursOfDay);
  const result: Judged = {
    actual: lastDays(table, days),
    members: forecasts.map((forecast, index) => ({
      name: members[index] as string,
      forecast: judged(forecast),
    })),
    plainMean: judged(shown.plainMean),
    mix: judged(shown.mix),
    price: judged(shown.price),
    p10: judged(shown.p10),
    p90: judged(shown.p90),
    isTestPeriod: days === testDays && leaveOut === 0 && !priceOnly,
  };
  if (options.plot) writeFileSync(join(options.plot, `${market}.svg`), plotOf(market, result));
  return accuracyOf(priceOnly ? `${market}_price_only` : market, result);
}

function lastDays(table: HourTable, days: number): Float64Array {
  return table.prices.subarray((table.rows - days) * hoursOfDay);
}
