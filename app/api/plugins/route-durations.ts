import type { Histogram, Registry } from 'prom-client';

interface Route {
  labels: { method: string; route: string };
  /** Requests by the first bound that holds them; the last is for those beyond all bounds. */
  counts: Float64Array;
  sumSeconds: number;
}

/**
 * A histogram of the seconds that requests took by route, counted in an array: the one of prom-client looks its labels
 * up at every observation, which is a twentieth of what a whole request costs.
 *
 * @param bounds upper bounds of the buckets in seconds, ascending, without +Inf
 * @returns makes, once a route, what to call with the seconds of each of its requests
 */
export function routeDurations(
  registry: Registry,
  name: string,
  help: string,
  bounds: readonly number[],
): (method: string, route: string) => (seconds: number) => void {
  const routes: Route[] = [];
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: routes.flatMap((route) => valuesOf(name, bounds, route)),
  });
  // A registry works with whatever has a name and gives values; its types know the four classes of the library only.
  registry.registerMetric({ name, get } as unknown as Histogram);
  return (method, route) => {
    const counted = { labels: { method, route }, counts: new Float64Array(bounds.length + 1), sumSeconds: 0 };
    routes.push(counted);
    return (seconds) => {
      let bucket = 0;
      while (bucket < bounds.length && seconds > (bounds[bucket] as number)) bucket += 1;
      counted.counts[bucket] = (counted.counts[bucket] as number) + 1;
      counted.sumSeconds += seconds;
    };
  };
}

function valuesOf(name: string, bounds: readonly number[], { labels, counts, sumSeconds }: Route) {
  let count = 0;
  const buckets = [...bounds, '+Inf'].map((le, index) => {
    count += counts[index] as number;
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sumSeconds },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
