/** A series of an instant query: its labels, and its value as text. */
export interface Sample {
  metric: Record<string, string>;
  value: [unixSeconds: number, value: string];
}

/** A reader of one Prometheus, by its HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/). */
export class PrometheusClient {
  constructor(readonly baseUrl: string) {}

  /** Evaluates an expression now. @throws Error naming the expression when Prometheus refuses it */
  async query(expr: string): Promise<Sample[]> {
    const body = new URLSearchParams({ query: expr });
    const { result } = await this.#ask<{ result: Sample[] }>('query', { method: 'POST', body });
    return result;
  }

  /** Names of every series that it has. */
  metricNames(): Promise<string[]> {
    return this.#ask<string[]>('label/__name__/values');
  }

  /** How the last scrape of each target of a job failed; nothing of those that went well. */
  async scrapeErrors(job: string): Promise<string[]> {
    const { activeTargets } = await this.#ask<{
      activeTargets: { labels: Record<string, string>; lastError: string }[];
    }>('targets?state=active');
    return activeTargets.flatMap(({ labels, lastError }) =>
      labels.job === job && lastError ? [lastError] : [],
    );
  }

  async #ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(`${this.baseUrl}/api/v1/${path}`, { signal, ...init });
    const { data, error } = (await response.json()) as { data: T; error?: string };
    if (response.ok) return data;
    throw new Error(`Prometheus answered ${response.status} to ${init.body ?? path}: ${error}`);
  }
}
