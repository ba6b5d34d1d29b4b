import { type Cases, fires, quiet, type Scene } from '../scene.ts';

const target = { job: 'node', instance: 'n', service: 'node-exporter' };
const labels = (more: string = ''): string => `{job="node",instance="n",service="node-exporter"${more}}`;
const disk = (available: string, fstype = 'ext4', mountpoint = '/'): Scene['series'] => {
  const which = labels(`,device="/dev/sda1",fstype="${fstype}",mountpoint="${mountpoint}"`);
  return {
    [`node_filesystem_avail_bytes${which}`]: available,
    [`node_filesystem_size_bytes${which}`]: '100e9x900',
  };
};
const onDisk = { ...target, device: '/dev/sda1', fstype: 'ext4', mountpoint: '/' };
const memory = (available: string): Scene['series'] => ({
  [`node_memory_MemAvailable_bytes${labels()}`]: available,
  [`node_memory_MemTotal_bytes${labels()}`]: '4e9x30',
});
const idle = (perMinute: number): Scene['series'] => ({
  [`node_cpu_seconds_total${labels(',cpu="0",mode="idle"')}`]: `0+${perMinute}x60`,
  [`node_cpu_seconds_total${labels(',cpu="0",mode="user"')}`]: `0+${60 - perMinute}x60`,
});
const collector = (name: string): string => `node_scrape_collector_success${labels(`,collector="${name}"`)}`;
const certificate =
  'tls_certificate_expiry_timestamp_seconds{job="backend-api",instance="a",host="api.example.org"}';
const host = { host: 'api.example.org' };
const day = 86_400;

export const hostCases: Cases = {
  DiskAlmostFull: {
    fires: [fires('5 of 100 GB free', disk('5e9x20'), '12m', onDisk, '/ on n has 5% free.')],
    quiet: [
      quiet('20 of 100 GB free', disk('20e9x20'), '12m'),
      quiet('a file system in memory', disk('0x20', 'tmpfs', '/tmp'), '12m'),
      quiet('an image that is always full', disk('0x20', 'squashfs', '/snap/core/1'), '12m'),
    ],
  },
  DiskFillsWithinADay: {
    fires: [
      fires(
        '2.4 GB an hour with 16 GB left',
        disk('40e9-40000000x900'),
        '600m',
        onDisk,
        '/ on n has 16% free and fills within a day.',
      ),
    ],
    quiet: [
      quiet('a little each hour', disk('35e9-4000000x900'), '600m'),
      quiet('half full, filling fast: it is a large disk', disk('100e9-60000000x900'), '600m'),
    ],
  },
  HostMemoryLow: {
    fires: [fires('5 %', memory('200000000x30'), '12m', target, 'n has 5% of its memory left.')],
    quiet: [quiet('half', memory('2e9x30'), '12m')],
  },
  HostCpuBusy: {
    fires: [
      fires('95 %', idle(3), '30m', { job: 'node', instance: 'n' }, 'The processors of n are 95% busy.'),
    ],
    quiet: [quiet('half', idle(30), '30m'), quiet('95 % for ten minutes', idle(3), '10m')],
  },
  NodeCollectorFailing: {
    fires: [
      fires(
        'the one for disks',
        { [collector('filesystem')]: '0x30' },
        '20m',
        { ...target, collector: 'filesystem' },
        'The collector filesystem on n fails (success = 0).',
      ),
    ],
    quiet: [
      quiet('all work', { [collector('filesystem')]: '1x30' }, '20m'),
      quiet('one for hardware that is not there', { [collector('infiniband')]: '0x30' }, '20m'),
    ],
  },
  CertificateExpiresSoon: {
    fires: [
      fires(
        'in ten days',
        { [certificate]: `${10 * day}x120` },
        '100m',
        host,
        'The certificate of api.example.org ends in 9.9 days.',
      ),
    ],
    quiet: [quiet('in 60 days', { [certificate]: `${60 * day}x90` }, '72m')],
  },
  CertificateExpires: {
    fires: [
      fires(
        'in two days',
        { [certificate]: `${2 * day}x90` },
        '0m',
        host,
        'The certificate of api.example.org ends in 2.0 days.',
      ),
    ],
    quiet: [quiet('in ten days', { [certificate]: `${10 * day}x90` }, '72m')],
  },
};
