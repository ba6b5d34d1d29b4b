import { parseArgs } from 'node:util';
import { addDays } from '@eo/app/domain/market-day.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { replay } from '@eo/app/feeds/replay.ts';
import { simulated } from '@eo/app/feeds/simulated.ts';
import { SolverPool } from '@eo/app/solver/pool.ts';
import { captured } from './plan/captured.ts';
import { planDays } from './plan/days.ts';
import { latency } from './plan/latency.ts';
import { solving } from './plan/solving.ts';
import { report } from './report.ts';

/**
 * How long plans take, what they save on forecast prices, and what the API notices of it.
 *
 *   npm run bench -- plan                                            simulated prices of SE3
 *   npm run bench -- plan --data ./recorded --zone SE3 --days 28     recorded ones, in the folders of the feed `replay`
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    zone: { type: 'string', default: 'SE3' },
    days: { type: 'string', default: '14' },
    json: { type: 'boolean' },
  },
});
const zone = findZone(values.zone);
if (!zone) throw new Error(`There is no zone ${values.zone}. GET /api/v1/zones lists them all.`);
const feed = values.data ? replay(values.data) : simulated;
const recorded = await feed.coverage(zone);
const lastDay = addDays(recorded?.lastDay ?? '2026-07-01', -2);
const days = await planDays(feed, zone, lastDay, Number(values.days));
console.error(
  `  ${days.length} days from ${days.at(-1)?.day} to ${days[0]?.day}, ${feed.name} prices of ${zone.id}`,
);

const solver = new SolverPool({ worker: new URL(import.meta.resolve('@eo/app/solver/worker.ts')) });
try {
  const results = [...(await solving(days, solver)), ...(await captured(days, solver)), ...(await latency())];
  report('plan', results);
} finally {
  await solver.close();
}
