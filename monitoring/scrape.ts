import { service, servicesOn } from '@eo/infra/catalog/index.ts';
import type { Service, ServiceName, Target } from '@eo/infra/catalog/types.ts';
import { config } from './config.ts';

/** Where Prometheus finds each service, as `host:port` for every replica. What has no entry is not scraped. */
export type Addresses = Partial<Record<ServiceName, readonly string[]>>;

/** Path of the file with the API's key, relative to the configuration; read anew at every scrape, so keys can change. */
export const credentialsFile = 'secrets/internal-api-key';

export interface ScrapeConfig {
  job_name: string;
  metrics_path: string;
  scheme?: 'https';
  follow_redirects: false;
  sample_limit?: number;
  authorization?: { type: 'Bearer'; credentials_file: string };
  static_configs: { targets: string[]; labels: { service: ServiceName } }[];
}

/**
 * One job for each service with metrics and an address.
 *
 * @param scheme https for services that are scraped over the internet
 */
export function scrapeConfigs(
  services: readonly Service[],
  addresses: Addresses,
  scheme: 'http' | 'https' = 'http',
): ScrapeConfig[] {
  return services.flatMap(({ name, metrics }) => {
    const targets = addresses[name] ?? [];
    return metrics && targets.length > 0 ? [scrapeConfig(name, metrics, [...targets], scheme)] : [];
  });
}

function scrapeConfig(
  name: ServiceName,
  { job, path, auth }: NonNullable<Service['metrics']>,
  targets: string[],
  scheme: 'http' | 'https',
): ScrapeConfig {
  return {
    job_name: job,
    metrics_path: path,
    ...(scheme === 'https' ? { scheme } : {}),
    // Prometheus would send the key along to wherever a redirect points, another host included.
    follow_redirects: false,
    ...(job === config.apiJob ? { sample_limit: config.apiSampleLimit } : {}),
    ...(auth === 'none' ? {} : { authorization: { type: 'Bearer', credentials_file: credentialsFile } }),
    static_configs: [{ targets, labels: { service: name } }],
  };
}

/** Addresses inside the Docker network: services find each other by their names. */
export function dockerAddresses(): Addresses {
  return Object.fromEntries(
    withMetrics('docker').map(({ name, port }) => [name, [`${name}:${port?.container}`]]),
  );
}

/**
 * Addresses on this machine.
 *
 * @param present services that run here, with their number of replicas; replica i listens on port + i
 * @param ports those that differ from the catalogue's
 */
export function localAddresses(
  present: Partial<Record<ServiceName, number>>,
  ports: Partial<Record<ServiceName, number>> = {},
): Addresses {
  const entries = Object.entries(present) as [ServiceName, number][];
  return Object.fromEntries(
    entries.map(([name, replicas]) => {
      const first = ports[name] ?? service(name).port?.local ?? 0;
      return [name, Array.from({ length: replicas }, (_, index) => `127.0.0.1:${first + index}`)];
    }),
  );
}

const withMetrics = (target: Target): Service[] => servicesOn(target).filter(({ metrics }) => metrics);
