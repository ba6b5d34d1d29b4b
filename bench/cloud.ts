import { startCloud } from '../infra/e2e/cloud-kit.ts';
import { median, report } from './report.ts';

/**
 * Times `pulumi up` of the whole production stack against emulated accounts that answer after 0.1 s each, keep the
 * vendors' rate limits and deploy at once; then `up` with nothing to change and `preview`, three times each.
 */
const latencyMs = 100;
const cloud = await startCloud({ latencyMs });
try {
  const stack = await cloud.stack('production', { 'cloud:domain': 'prices.example.org' });
  const first = await seconds(() => stack.up());
  const requests = cloud.requests().length;
  cloud.writes();
  const again = await times(3, () => stack.up());
  const preview = await times(3, () => stack.preview());
  report('cloud', [
    { name: 'first_up_seconds', value: first, unit: 's', goal: { atMost: 60 } },
    { name: 'first_up_requests', value: requests, unit: '', goal: null },
    { name: 'noop_up_seconds', value: median(again), unit: 's', goal: { atMost: 10 } },
    { name: 'preview_seconds', value: median(preview), unit: 's', goal: { atMost: 10 } },
    { name: 'noop_writes', value: cloud.writes().length, unit: '', goal: { atMost: 0 } },
  ]);
} finally {
  await cloud.stop();
}

async function times(count: number, act: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = [];
  for (let done = 0; done < count; done += 1) values.push(await seconds(act));
  return values;
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return (performance.now() - started) / 1_000;
}
