import autocannon from 'autocannon';
import { buildAll } from '../../infra/build/build.ts';
import { startThrowawayPostgres } from '../../infra/testing/throwaway-postgres.ts';
import { median, type Result } from '../report.ts';
import { loadSimulated, startApi } from '../running-api.ts';
import { wholeHouse } from './household.ts';

const zone = 'SE3';
const rounds = 3;
const seconds = 5;
/** Requests a second, far below what the API can do: measured is the wait, not the rate. */
const rate = 200;

/** How long the API takes to tell a price while it plans one household after the other, and while it does not. */
export async function latency(): Promise<Result[]> {
  await buildAll();
  const postgres = await startThrowawayPostgres();
  try {
    await loadSimulated(postgres.url, zone);
    const api = await startApi(postgres.url, zone);
    try {
      return await compare(api.url);
    } finally {
      api.process.kill('SIGKILL');
    }
  } finally {
    await postgres.stop();
  }
}

/** Rounds alternate, so that a machine that slows down slows both. */
async function compare(url: string): Promise<Result[]> {
  await makePlan(url);
  const idle: Percentiles[] = [];
  const planning: Percentiles[] = [];
  let plans = 0;
  for (let round = 0; round < rounds; round += 1) {
    idle.push(await priceLatency(url));
    const planner = keepPlanning(url);
    planning.push(await priceLatency(url));
    plans += await planner.stop();
  }
  const of = (all: Percentiles[], key: keyof Percentiles) => median(all.map((one) => one[key]));
  const p99Idle = of(idle, 'p99');
  return [
    {
      name: 'api_p99_ms_planning',
      value: of(planning, 'p99'),
      unit: 'ms',
      goal: { atMost: 10 },
      baseline: { name: 'idle', value: p99Idle, unit: 'ms' },
    },
    { name: 'plans_meanwhile', value: plans, unit: '', goal: null },
  ];
}

interface Percentiles {
  p50: number;
  p99: number;
}

async function priceLatency(url: string): Promise<Percentiles> {
  const { latency: measured, non2xx } = await autocannon({
    url: `${url}/api/v1/prices/current?zone=${zone}`,
    connections: 8,
    duration: seconds,
    overallRate: rate,
  });
  if (non2xx > 0) throw new Error(`${non2xx} prices were not told.`);
  return { p50: measured.p50, p99: measured.p99 };
}

/** Asks for one plan after the other until it is stopped; then tells how many there were. */
function keepPlanning(url: string): { stop: () => Promise<number> } {
  let isStopped = false;
  const run = async (): Promise<number> => {
    let count = 0;
    for (; !isStopped; count += 1) await makePlan(url);
    return count;
  };
  const running = run();
  return {
    stop: () => {
      isStopped = true;
      return running;
    },
  };
}

async function makePlan(url: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/plans`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ zone, ...wholeHouse }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`A plan was answered with ${response.status}: ${answer.slice(0, 500)}`);
}
