import { service, servicesOn } from '@eo/infra/catalog/index.ts';
import type { Service, ServiceName, Target } from '@eo/infra/catalog/types.ts';
import { config } from './config.ts';

/** Where Prometheus finds each service, as `host:port` for every replica. What has no entry is not scraped. */
export type Addresses = Partial<Record<ServiceName, readonly string[]>>;

/** Services that are scraped in another way than by plain HTTP at the addresses that are listed. */
export interface ScrapedOtherwise {
  /** Over the internet. */
  overTls?: readonly ServiceName[];
  /** Every address that DNS has for the host of the one that is listed. */
  byDns?: readonly ServiceName[];
}

/** Path of the file with the API's key, relative to the configuration; read anew at every scrape, so keys can change. */
export const credentialsFile = 'secrets/internal-api-key';

export interface ScrapeConfig extends Found {
  job_name: string;
  metrics_path: string;
  scheme?: 'https';
  follow_redirects: false;
  sample_limit?: number;
  authorization?: { type: 'Bearer'; credentials_file: string };
}

/** Which addresses a job has, each with the label `service`. */
interface Found {
  static_configs?: { targets: string[]; labels: { service: ServiceName } }[];
  dns_sd_configs?: { names: string[]; type: 'A'; port: number; refresh_interval: string }[];
  relabel_configs?: { target_label: 'service'; replacement: ServiceName }[];
}

/** One job for each service with metrics and an address. */
export function scrapeConfigs(
  services: readonly Service[],
  addresses: Addresses,
  { overTls = [], byDns = [] }: ScrapedOtherwise = {},
): ScrapeConfig[] {
  return services.flatMap(({ name, metrics }) => {
    const targets = addresses[name] ?? [];
    if (!metrics || targets.length === 0) return [];
    const found = byDns.includes(name) ? discovered(name, targets[0] ?? '') : listed(name, targets);
    return [{ ...scrapeConfig(metrics, overTls.includes(name)), ...found }];
  });
}

function scrapeConfig(
  { job, path, auth }: NonNullable<Service['metrics']>,
  isOverTls: boolean,
): Omit<ScrapeConfig, keyof Found> {
  return {
    job_name: job,
    metrics_path: path,
    ...(isOverTls ? { scheme: 'https' } : {}),
    // Prometheus would send the key along to wherever a redirect points, another host included.
    follow_redirects: false,
    ...(job === config.apiJob ? { sample_limit: config.apiSampleLimit } : {}),
    ...(auth === 'none' ? {} : { authorization: { type: 'Bearer', credentials_file: credentialsFile } }),
  };
}

const listed = (service: ServiceName, targets: readonly string[]): Found => ({
  static_configs: [{ targets: [...targets], labels: { service } }],
});

function discovered(service: ServiceName, address: string): Found {
  const [host = '', port] = address.split(':');
  return {
    dns_sd_configs: [{ names: [host], type: 'A', port: Number(port), refresh_interval: '10s' }],
    relabel_configs: [{ target_label: 'service', replacement: service }],
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
