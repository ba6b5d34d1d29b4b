import { service } from '@eo/infra/catalog/index.ts';
import { config } from '../config.ts';
import { jsonFile, yamlFile } from '../generated-file.ts';
import { dashboardJson } from './build.ts';
import { datasource } from './datasource.ts';
import { dashboards } from './index.ts';

/** Folder of the dashboards in Grafana. */
const folder = { folder: 'Electricity Optimizer', folderUid: 'electricity-optimizer' };

/** Where the files lie for Grafana; it reads everything below at its start. */
const provisioningPath = '/etc/grafana/provisioning';

/**
 * Everything that Grafana is provisioned with: path below {@link provisioningPath} → content.
 *
 * @param prometheusUrl base URL of Prometheus as Grafana reaches it
 */
export function grafanaFolder(
  prometheusUrl: string = `http://prometheus:${service('prometheus').port?.container}`,
): Map<string, string> {
  return new Map([
    ['datasources/prometheus.yml', datasourceFile(prometheusUrl)],
    ['dashboards/provider.yml', providerFile()],
    ...dashboards.map((dashboard): [string, string] => [
      `dashboards/${dashboard.uid}.json`,
      jsonFile(dashboardJson(dashboard)),
    ]),
  ]);
}

const datasourceFile = (url: string): string =>
  yamlFile({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        ...datasource,
        access: 'proxy',
        url,
        isDefault: true,
        editable: false,
        // The interval of scrapes: $__rate_interval is four of them.
        jsonData: { timeInterval: config.scrapeInterval, httpMethod: 'POST' },
      },
    ],
  });

const providerFile = (): string =>
  yamlFile({
    apiVersion: 1,
    providers: [
      {
        name: 'electricity-optimizer',
        type: 'file',
        ...folder,
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path: `${provisioningPath}/dashboards` },
      },
    ],
  });
