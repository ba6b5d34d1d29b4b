/** How an API is, by its own metrics. */
export interface Vitals {
  /** Seconds, the worst of the last moments. */
  loopLag: number;
  heapMb: number;
  residentMb: number;
  openFiles: number;
  /** Requests that wait for a connection to PostgreSQL. */
  waitingForPool: number;
}

/** @throws Error when the API does not give its metrics */
export async function readVitals(apiUrl: string, internalApiKey: string): Promise<Vitals> {
  const answer = await fetch(`${apiUrl}/metrics`, {
    headers: { 'x-api-key': internalApiKey },
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`The metrics of the API answered ${answer.status}.`);
  const text = await answer.text();
  const value = (series: string): number => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length + 1) ?? Number.NaN);
  };
  return {
    loopLag: value('nodejs_eventloop_lag_p99_seconds'),
    heapMb: value('nodejs_heap_size_used_bytes') / 1e6,
    residentMb: value('process_resident_memory_bytes') / 1e6,
    openFiles: value('process_open_fds'),
    waitingForPool: value('pg_pool_connections{state="waiting"}'),
  };
}

/** How much a value grows an hour, by least squares over samples at these seconds. */
export function slopePerHour(seconds: readonly number[], values: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [meanTime, meanValue] = [mean(seconds), mean(values)];
  const covariance = seconds.reduce(
    (sum, time, index) => sum + (time - meanTime) * ((values[index] as number) - meanValue),
    0,
  );
  const variance = seconds.reduce((sum, time) => sum + (time - meanTime) ** 2, 0);
  return variance === 0 ? 0 : (covariance / variance) * 3600;
}
