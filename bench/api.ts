import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@eo/app/domain/market-day.ts';
import autocannon from 'autocannon';
import { buildAll } from '../infra/build/build.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { bareSending } from './api/bare.ts';
import { measureGrowth } from './api/growth.ts';
import { connections, rateOf, roundSeconds } from './api/rate.ts';
import { median, report } from './report.ts';
import { loadSimulated, startApi } from './running-api.ts';

/**
 * How much of a bare `node:http` server's rate the API reaches with everything on that production has, one process
 * each, sending the same bytes. Rounds alternate, so that a machine that slows down slows both.
 */
const rounds = 5;

const folder = mkdtempSync(join(tmpdir(), 'eo-bench-'));
const children: ChildProcess[] = [];
const postgres = await startThrowawayPostgres();
try {
  await buildAll();
  await loadSimulated(postgres.url, 'SE3');
  const readySeconds = await medianStart();
  const api = await startApi(postgres.url, 'SE3');
  children.push(api.process);
  const day = new Date().toISOString().slice(0, 10);
  const current = `${api.url}/api/v1/prices/current?zone=SE3`;
  const oneDay = `${api.url}/api/v1/prices?zone=SE3&from=${day}&to=${addDays(day, 1)}`;
  const currentRatio = await against(await bareSending(current, folder, children), current);
  const dayRatio = await against(await bareSending(oneDay, folder, children), oneDay);
  const rssMb = residentMb(api.process.pid ?? 0);
  const half = await autocannon({
    url: current,
    connections,
    duration: roundSeconds * 2,
    overallRate: Math.floor(currentRatio.rate / 2),
  });
  const growth = await measureGrowth(postgres.url, api, children);
  report('api', [
    ratio('current_vs_bare', currentRatio, 0.6),
    ratio('day_vs_bare', dayRatio, 0.45),
    { name: 'ready_seconds', value: readySeconds, unit: 's', goal: { atMost: 1 } },
    { name: 'rss_mb', value: rssMb, unit: 'MB', goal: { atMost: 150 } },
    { name: 'p99_ms_half_rate', value: half.latency.p99, unit: 'ms', goal: { atMost: 10 } },
    ...growth,
  ]);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds until it is ready, the median of some starts: a single one is at the mercy of the machine. */
async function medianStart(): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = await startApi(postgres.url, 'SE3');
    children.push(started.process);
    seconds.push(started.readySeconds);
    started.process.kill('SIGKILL');
  }
  return median(seconds);
}

interface Ratio {
  ratio: number;
  /** Answers a second of the API, and of the bare server. */
  rate: number;
  bareRate: number;
}

/** Median over the rounds of the ratio within a round, after a round to warm up. */
async function against(bareUrl: string, apiUrl: string): Promise<Ratio> {
  const measured: Ratio[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const bareRate = await rateOf(bareUrl);
    const rate = await rateOf(apiUrl);
    if (round > 0) measured.push({ ratio: rate / bareRate, rate, bareRate });
  }
  const middle = (key: keyof Ratio): number => median(measured.map((one) => one[key]));
  return { ratio: middle('ratio'), rate: middle('rate'), bareRate: middle('bareRate') };
}

function ratio(name: string, { ratio: value, bareRate }: Ratio, atLeast: number) {
  return {
    name,
    value,
    unit: '×',
    goal: { atLeast },
    baseline: { name: 'bare', value: bareRate, unit: '/s' },
  };
}

/** Peak resident memory. */
function residentMb(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
