import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { Dashboard } from './types.ts';

const disks = '{fstype!~"tmpfs|ramfs|squashfs|overlay|iso9660"}';
const network = '{device!="lo"}';

export const system: Dashboard = {
  uid: 'eo-system',
  title: 'System Resources',
  description: 'Processor, memory, disk and network of the machine, and what watches it.',
  rows: [
    {
      title: 'Machine',
      panels: [
        {
          kind: 'curve',
          title: 'Processor',
          description: 'Share of all cores that is busy. Runbook: HostCpuBusy.',
          unit: 'percentunit',
          limits: { warning: 0.8, critical: config.host.cpuBusyRatio },
          queries: [{ expr: derived.cpuBusy, legend: '{{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Load',
          description:
            'Processes that run or wait, over one and fifteen minutes, beside the number of cores.',
          unit: 'short',
          queries: [
            { expr: 'node_load1', legend: '1 min' },
            { expr: 'node_load15', legend: '15 min' },
            { expr: 'count by (instance) (node_cpu_seconds_total{mode="idle"})', legend: 'cores' },
          ],
        },
        {
          kind: 'curve',
          title: 'Memory',
          description: 'What is available to programs, of all there is. Runbook: HostMemoryLow.',
          unit: 'bytes',
          queries: [
            { expr: 'node_memory_MemAvailable_bytes', legend: 'available' },
            { expr: 'node_memory_MemTotal_bytes', legend: 'total' },
          ],
        },
        {
          kind: 'curve',
          title: 'Disk free',
          description: 'Share that is free, by file system. Runbooks: DiskAlmostFull, DiskFillsWithinADay.',
          unit: 'percentunit',
          limits: { warning: 0.2, critical: config.host.diskFreeRatio },
          queries: [
            {
              expr: `node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks}`,
              legend: '{{mountpoint}}',
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Disk traffic',
          description: 'Read and written.',
          unit: 'Bps',
          queries: [
            { expr: 'sum(rate(node_disk_read_bytes_total[$__rate_interval]))', legend: 'read' },
            { expr: 'sum(rate(node_disk_written_bytes_total[$__rate_interval]))', legend: 'written' },
          ],
        },
        {
          kind: 'curve',
          title: 'Network',
          description: 'Without loopback.',
          unit: 'Bps',
          queries: [
            { expr: `sum(rate(node_network_receive_bytes_total${network}[$__rate_interval]))`, legend: 'in' },
            {
              expr: `sum(rate(node_network_transmit_bytes_total${network}[$__rate_interval]))`,
              legend: 'out',
            },
          ],
        },
      ],
    },
    {
      title: 'Monitoring',
      panels: [
        {
          kind: 'curve',
          title: 'Series of a scrape',
          description: `By service. The API may have ${config.apiSampleLimit}. Runbook: ScrapeLimitExceeded.`,
          unit: 'short',
          queries: [{ expr: 'scrape_samples_scraped', legend: '{{service}} {{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Time of a scrape',
          description: `By service; the limit is ${config.scrapeTimeout}.`,
          unit: 's',
          queries: [{ expr: 'scrape_duration_seconds', legend: '{{service}} {{instance}}' }],
        },
      ],
    },
  ],
};
