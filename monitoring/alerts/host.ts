import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { AlertGroup } from '../rules/types.ts';

const { diskFreeRatio, memoryFreeRatio, cpuBusyRatio } = config.host;
const { warnDays, criticalDays } = config.certificate;
/** File systems that hold no data of ours, or always are full by design. */
const disks = '{fstype!~"tmpfs|ramfs|squashfs|overlay|iso9660",mountpoint!~"/(boot|run|snap).*"}';
const freeRatio = `node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks}`;
/** Those whose metrics we use; others report failure when the machine lacks what they look for. */
const collectors = 'cpu|diskstats|filesystem|loadavg|meminfo|netdev|stat';
const certificateDays = `(min by (host) (${names.certificateExpiry}) - time()) / 86400`;

const certificateRunbook = {
  meaning:
    'A public address will be refused by every browser once its certificate ends. Renewal is automatic a month before: it fails.',
  confirm: [
    '`openssl s_client -connect <host>:443 </dev/null | openssl x509 -noout -enddate`',
    'The log of the proxy, lines with `acme`',
  ],
  act: [
    'The name no longer points here: mend its DNS record.',
    'Port 80 or 443 is closed from outside: open it; the authority must reach it.',
    'The rate limit of the authority is reached: wait an hour and restart the proxy.',
  ],
};

export const hostAlerts: AlertGroup = {
  name: 'host',
  alerts: [
    {
      name: 'DiskAlmostFull',
      expr: `${freeRatio} < ${diskFreeRatio}`,
      for: '10m',
      severity: 'critical',
      summary:
        '{{ $labels.mountpoint }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} free.',
      runbook: {
        meaning: 'When it is full PostgreSQL stops accepting writes, and backups fail.',
        confirm: ['`df -h`', 'What is large: `du -xh --max-depth=2 <mount point> | sort -h | tail`'],
        act: [
          'Old logs, images and backups beyond their time: `docker system prune`, `journalctl --vacuum-size=200M`.',
          'Metrics: a shorter `retention` in `monitoring/config.ts`.',
          'Never delete inside the folder of PostgreSQL, not even `pg_wal`.',
        ],
      },
    },
    {
      name: 'DiskFillsWithinADay',
      expr: `${freeRatio} < 0.4 and predict_linear(node_filesystem_avail_bytes${disks}[6h], 86400) < 0`,
      for: '1h',
      severity: 'warning',
      summary:
        '{{ $labels.mountpoint }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} free and fills within a day.',
      silencedBy: [{ alert: 'DiskAlmostFull' }],
      runbook: {
        meaning: 'At the pace of the last six hours the disk is full in less than a day.',
        confirm: [
          '`node_filesystem_avail_bytes` over 6 h',
          'Files that grow: `find <mount point> -xdev -mmin -60 -size +50M`',
        ],
        act: [
          'A log that repeats itself: mend its cause, then truncate it.',
          'Otherwise as in the runbook DiskAlmostFull.',
        ],
      },
    },
    {
      name: 'HostMemoryLow',
      expr: `node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < ${memoryFreeRatio}`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory left.',
      runbook: {
        meaning: 'Soon the kernel ends a process of its choice, often PostgreSQL.',
        confirm: ['`free -m`', 'Who: `ps aux --sort=-rss | head`'],
        act: [
          'One of ours grew: its own runbook (ApiMemoryHigh, RedisMemoryHigh), or restart it.',
          'Something else: move it, or take a larger machine; 4 GB are recommended.',
        ],
      },
    },
    {
      name: 'HostCpuBusy',
      expr: `${derived.cpuBusy} > ${cpuBusyRatio}`,
      for: '15m',
      severity: 'warning',
      summary: 'The processors of {{ $labels.instance }} are {{ $value | humanizePercentage }} busy.',
      runbook: {
        meaning: 'For a quarter of an hour nothing was idle; requests and jobs take turns.',
        confirm: ['`top`', 'Is it waiting for the disk: `rate(node_cpu_seconds_total{mode="iowait"}[5m])`'],
        act: [
          'A job runs: wait for its end, or move its hour.',
          'The API: see the runbook HighAPILatency.',
          'It is so every day: take a larger machine.',
        ],
      },
    },
    {
      name: 'NodeCollectorFailing',
      expr: `node_scrape_collector_success{collector=~"${collectors}"} == 0`,
      for: '15m',
      severity: 'warning',
      summary:
        'The collector {{ $labels.collector }} on {{ $labels.instance }} fails (success = {{ $value }}).',
      runbook: {
        meaning: 'Some metrics of the machine are missing: rules that read them cannot fire.',
        confirm: ['`node_scrape_collector_success == 0`', 'The log of node-exporter'],
        act: [
          'In a container: it needs `/proc`, `/sys` and `/` of the host, read only.',
          'A mount hangs: `df` hangs as well; unmount it.',
        ],
      },
    },
    {
      name: 'CertificateExpiresSoon',
      expr: `${certificateDays} < ${warnDays}`,
      for: '1h',
      severity: 'warning',
      summary: 'The certificate of {{ $labels.host }} ends in {{ $value | printf "%.1f" }} days.',
      silencedBy: [{ alert: 'CertificateExpires' }],
      runbook: certificateRunbook,
    },
    {
      name: 'CertificateExpires',
      expr: `${certificateDays} < ${criticalDays}`,
      severity: 'critical',
      summary: 'The certificate of {{ $labels.host }} ends in {{ $value | printf "%.1f" }} days.',
      runbook: certificateRunbook,
    },
  ],
};
