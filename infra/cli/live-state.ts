import { type FiringAlert, readFiringAlerts } from '@eo/app/contract/firing-alerts.ts';
import { Cron } from 'croner';
import type { StackOutputs } from '../outputs.ts';

/** What the running product says of itself, beside what the stack says. */
export interface LiveState {
  health: 'healthy' | 'degraded' | 'down';
  /** Answer of each HTTP service: its status code, or why there was none. */
  services: { name: string; url: string; answer: string; ok: boolean }[];
  prices: { zone: string; feed: string; checkedAt: string | null; stale: boolean; simulated: boolean } | null;
  zones: number | null;
  /** The page that describes the API; null where it is not served, as in production. */
  docsUrl: string | null;
  jobs: JobState[];
  /** Null when the stack has no Prometheus, or it does not answer. */
  alerts: FiringAlert[] | null;
}

/** A schedule with its next start and its last success, as ISO instants. */
export interface JobState {
  name: string;
  next: string | null;
  lastSuccess: string | null;
}

const probes: Record<string, string> = { backend: '/readyz', frontend: '/healthz' };

/** Asks the services of a stack how they are. Never throws: what does not answer is part of the answer. */
export async function liveState(outputs: StackOutputs): Promise<LiveState> {
  const urls = [
    { name: 'backend', url: outputs.apiUrl },
    { name: 'frontend', url: outputs.webUrl },
  ].filter((service): service is { name: string; url: string } => service.url !== null);
  const [services, prices, zones, docsUrl, jobs, alerts] = await Promise.all([
    Promise.all(urls.map(({ name, url }) => probe(name, url))),
    latestPrices(outputs.apiUrl),
    countZones(outputs.apiUrl),
    docsUrlOf(outputs.apiUrl),
    jobStates(outputs),
    outputs.prometheusUrl ? readFiringAlerts(outputs.prometheusUrl) : null,
  ]);
  const answering = services.filter(({ ok }) => ok).length;
  const health = answering === services.length ? 'healthy' : answering > 0 ? 'degraded' : 'down';
  return { health, services, prices, zones, docsUrl, jobs, alerts };
}

async function probe(name: string, url: string): Promise<LiveState['services'][number]> {
  try {
    const response = await fetch(`${url}${probes[name] ?? '/'}`, { signal: AbortSignal.timeout(3_000) });
    return { name, url, answer: String(response.status), ok: response.ok };
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { name, url, answer: cause || 'no answer', ok: false };
  }
}

async function latestPrices(apiUrl: string | null): Promise<LiveState['prices']> {
  const zone = await defaultZone(apiUrl);
  const body = zone && (await getJson(`${apiUrl}/api/v1/prices/current?zone=${zone}`));
  if (!body) return null;
  const { source, freshness } = body as {
    source: { feed: string; simulated: boolean };
    freshness: { checkedAt: string | null; stale: boolean };
  };
  return { zone, feed: source.feed, simulated: source.simulated, ...freshness };
}

async function defaultZone(apiUrl: string | null): Promise<string | null> {
  const body = apiUrl && (await getJson(`${apiUrl}/api/v1/zones`));
  return body ? ((body as { defaultZone?: string }).defaultZone ?? 'DE-LU') : null;
}

async function countZones(apiUrl: string | null): Promise<number | null> {
  const body = apiUrl && (await getJson(`${apiUrl}/api/v1/zones`));
  return body ? (body as { zones: unknown[] }).zones.length : null;
}

async function docsUrlOf(apiUrl: string | null): Promise<string | null> {
  return apiUrl && (await getJson(`${apiUrl}/docs/json`)) ? `${apiUrl}/docs` : null;
}

async function jobStates(outputs: StackOutputs): Promise<JobState[]> {
  const successes = await lastSuccesses(outputs);
  return outputs.schedules.map(({ name, cron }) => ({
    name,
    next: new Cron(cron, { timezone: 'UTC' }).nextRun()?.toISOString() ?? null,
    lastSuccess: successes.get(name) ?? null,
  }));
}

/** Reads `job_last_success_timestamp_seconds{job="…"}` from the API's metrics. */
async function lastSuccesses({ apiUrl, internalApiKey }: StackOutputs): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (!apiUrl || !internalApiKey) return found;
  try {
    const headers = { authorization: `Bearer ${internalApiKey}` };
    const response = await fetch(`${apiUrl}/metrics`, { headers, signal: AbortSignal.timeout(3_000) });
    const pattern = /^job_last_success_timestamp_seconds\{[^}]*job="([^"]+)"[^}]*\} (\S+)$/gm;
    for (const [, job, value] of (await response.text()).matchAll(pattern)) {
      if (job && Number(value) > 0) found.set(job, new Date(Number(value) * 1000).toISOString());
    }
  } catch {
    // No metrics: the job's last success stays unknown.
  }
  return found;
}

async function getJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(6_000) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
