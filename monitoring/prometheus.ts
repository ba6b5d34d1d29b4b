import { catalog } from '@eo/infra/catalog/index.ts';
import { config } from './config.ts';
import { yamlFile } from './generated-file.ts';
import { alertRulesFile, recordingRulesFile } from './rules/files.ts';
import { type Addresses, type ScrapedOtherwise, scrapeConfigs } from './scrape.ts';

export interface PrometheusStack extends ScrapedOtherwise {
  stack: string;
  addresses: Addresses;
}

/** The configuration of Prometheus for a stack; paths in it are relative to the file itself. */
export function prometheusFile({ stack, addresses, ...otherwise }: PrometheusStack): string {
  const alertmanagers = [...(addresses.alertmanager ?? [])];
  return yamlFile({
    global: {
      scrape_interval: config.scrapeInterval,
      scrape_timeout: config.scrapeTimeout,
      evaluation_interval: config.evaluationInterval,
      external_labels: { stack },
    },
    ...(alertmanagers.length > 0
      ? { alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] } }
      : {}),
    rule_files: ['recording.yml', 'alerts.yml'],
    scrape_configs: scrapeConfigs(catalog.services, addresses, otherwise),
  });
}

/** Everything that must lie beside each other for Prometheus to start, but the key: relative path → content. */
export function prometheusFolder(stack: PrometheusStack, runbookBase?: string): Map<string, string> {
  return new Map([
    ['prometheus.yml', prometheusFile(stack)],
    ['recording.yml', recordingRulesFile()],
    ['alerts.yml', alertRulesFile(runbookBase)],
  ]);
}
