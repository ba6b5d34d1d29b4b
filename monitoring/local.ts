import { join } from 'node:path';
import { service } from '@eo/infra/catalog/index.ts';
import type { SecretName, ServiceName } from '@eo/infra/catalog/types.ts';
import type { Receivers } from './alertmanager/config.ts';
import { alertmanagerFolder } from './alertmanager/folder.ts';
import { config } from './config.ts';
import { prometheusFolder } from './prometheus.ts';
import { credentialsFile, localAddresses } from './scrape.ts';

/**
 * Monitoring as processes of this machine. This is a description, not an action: `infra/targets` turns it into
 * supervised processes and writes the files before it starts them.
 */
export interface MonitoringProcess {
  name: ServiceName;
  command: string;
  args: string[];
  /** Folder of the configuration and the working directory; absolute. */
  cwd: string;
  port: number;
  health: { kind: 'http'; path: string };
  memoryLimitMb: number;
  /** Written into `cwd`, mode 0644: relative path → content. */
  files: Map<string, string>;
  /** Written into `cwd`, mode 0600: relative path → secret. */
  secretFiles: Map<string, SecretName>;
}

export interface LocalMonitoring {
  /** Absolute paths of the programs; null for what is not on PATH. */
  programs: Partial<Record<ServiceName, string | null>>;
  stack: string;
  /** Folder of this stack's data. */
  dataRoot: string;
  ports: Partial<Record<ServiceName, number>>;
  backendReplicas: number;
  receivers?: Receivers;
  runbookBase?: string;
}

/** Programs by the names under which Debian and the makers' archives install them, in order of preference. */
export const programNames = {
  prometheus: ['prometheus'],
  alertmanager: ['alertmanager', 'prometheus-alertmanager'],
  'node-exporter': ['node_exporter', 'prometheus-node-exporter'],
  'redis-exporter': ['redis_exporter', 'prometheus-redis-exporter'],
  'postgres-exporter': ['postgres_exporter', 'prometheus-postgres-exporter'],
} as const satisfies Partial<Record<ServiceName, readonly string[]>>;

export type MonitoringName = keyof typeof programNames;

/** Prometheus and its configuration; null when its program is missing. It scrapes only what runs. */
export function planPrometheus(host: LocalMonitoring): MonitoringProcess | null {
  const program = host.programs.prometheus;
  if (!program) return null;
  const base = processOf('prometheus', program, host);
  const present = Object.fromEntries(
    (Object.keys(programNames) as MonitoringName[])
      .filter((name) => host.programs[name])
      .map((name) => [name, 1]),
  );
  const addresses = localAddresses({ backend: host.backendReplicas, ...present }, host.ports);
  return {
    ...base,
    args: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--storage.tsdb.retention.time=${config.retention}`,
      `--web.listen-address=127.0.0.1:${base.port}`,
    ],
    files: prometheusFolder({ stack: host.stack, addresses }, host.runbookBase),
    secretFiles: new Map([[credentialsFile, 'internal-api-key']]),
  };
}

export function planAlertmanager(host: LocalMonitoring): MonitoringProcess | null {
  const program = host.programs.alertmanager;
  if (!program) return null;
  const base = processOf('alertmanager', program, host);
  return {
    ...base,
    args: [
      '--config.file=alertmanager.yml',
      '--storage.path=data',
      `--web.listen-address=127.0.0.1:${base.port}`,
      // One Alertmanager needs no cluster, which would listen on every address.
      '--cluster.listen-address=',
    ],
    files: alertmanagerFolder(host.receivers),
  };
}

/** What to tell the operator about programs that are missing, in one line; null when all are there. */
export function missingPrograms(programs: LocalMonitoring['programs']): string | null {
  const missing = (Object.keys(programNames) as MonitoringName[]).filter((name) => !programs[name]);
  if (missing.length === 0) return null;
  const packages = missing.map((name) => programNames[name].at(-1));
  return `Monitoring: ${missing.join(', ')} not on PATH (Debian: apt-get install ${packages.join(' ')}).`;
}

function processOf(name: MonitoringName, command: string, host: LocalMonitoring): MonitoringProcess {
  const { port, health, limits } = service(name);
  if (!port || health?.kind !== 'http') throw new Error(`${name} has no port or no HTTP health check.`);
  return {
    name,
    command,
    args: [],
    cwd: join(host.dataRoot, name),
    port: host.ports[name] ?? port.local,
    health,
    memoryLimitMb: limits.memoryMb,
    files: new Map(),
    secretFiles: new Map(),
  };
}
