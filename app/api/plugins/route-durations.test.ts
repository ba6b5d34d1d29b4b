import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { routeDurations } from './route-durations.ts';

const bounds = [0.001, 0.5, 2.5];
const [name, help] = ['http_request_duration_seconds', 'Time of a request'];
const seconds = [0, 0.001, 0.0011, 0.5, 2.5, 2.6, 90];

it('writes what a histogram of prom-client writes of the same observations', async () => {
  const theirs = new Registry();
  const histogram = new Histogram({
    name,
    help,
    labelNames: ['method', 'route'],
    buckets: bounds,
    registers: [theirs],
  });
  const ours = new Registry();
  const ofRoute = routeDurations(ours, name, help, bounds);
  for (const route of ['/prices', '/plans/"odd"']) {
    const observe = ofRoute('GET', route);
    for (const value of seconds) {
      observe(value);
      histogram.observe({ method: 'GET', route }, value);
    }
  }
  expect(linesOf(await ours.metrics())).toEqual(linesOf(await theirs.metrics()));
});

it('shows a route that nobody asked for yet as zero', async () => {
  const registry = new Registry();
  routeDurations(registry, name, help, bounds)('GET', '/prices');
  expect(await registry.metrics()).toContain(`${name}_bucket{method="GET",route="/prices",le="+Inf"} 0`);
});

/** Lines in any order, labels in any order. */
function linesOf(text: string): string[] {
  const sorted = (labels: string) => `{${labels.slice(1, -1).split(',').sort().join(',')}}`;
  return text
    .split('\n')
    .map((line) => line.replace(/\{.*\}/, sorted))
    .sort();
}
