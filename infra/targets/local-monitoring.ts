import { join } from 'node:path';
import { alertmanagerFolder } from '@eo/monitoring/alertmanager/folder.ts';
import { config } from '@eo/monitoring/config.ts';
import { prometheusFolder } from '@eo/monitoring/prometheus.ts';
import { credentialsFile, localAddresses } from '@eo/monitoring/scrape.ts';
import { service } from '../catalog/index.ts';
import { from, secret, setting } from '../catalog/references.ts';
import type { ServiceName } from '../catalog/types.ts';
import type { Settings } from '../settings.ts';
import { type LocalHost, logFile, type PlannedProcess, portOf, replicasOf } from './local-plan.ts';

/** Programs by the names under which Debian and the makers' archives install them, in order of preference. */
const programNames = {
  prometheus: ['prometheus'],
  alertmanager: ['alertmanager', 'prometheus-alertmanager'],
  'node-exporter': ['node_exporter', 'prometheus-node-exporter'],
  'redis-exporter': ['redis_exporter', 'prometheus-redis-exporter'],
  'postgres-exporter': ['postgres_exporter', 'prometheus-postgres-exporter'],
} as const satisfies Partial<Record<ServiceName, readonly string[]>>;

/** The package of Debian and Ubuntu that brings a program. */
const packageOf = (name: MonitoringName): string => programNames[name].at(-1) ?? name;

type MonitoringName = keyof typeof programNames;
const monitoringNames = Object.keys(programNames) as MonitoringName[];
export const monitoringPackages: readonly string[] = monitoringNames.map(packageOf);

/** Absolute paths of the programs; null for what is not on PATH. */
export type MonitoringPrograms = Record<MonitoringName, string | null>;

export function findMonitoring(which: (programs: readonly string[]) => string | null): MonitoringPrograms {
  return Object.fromEntries(
    monitoringNames.map((name) => [name, which(programNames[name])]),
  ) as MonitoringPrograms;
}

/** What to tell the operator about programs that are missing, in one line; none when all are there. */
export function monitoringWarnings(programs: MonitoringPrograms): string[] {
  const missing = monitoringNames.filter((name) => !programs[name]);
  if (missing.length === 0) return [];
  const packages = missing.map(packageOf).join(' ');
  return [`Monitoring: ${missing.join(', ')} not on PATH (Debian: apt-get install ${packages}).`];
}

/**
 * Prometheus, Alertmanager and the exporters as processes of this machine: those whose programs are there.
 *
 * @param hasRedis whether the stack has a Redis to look at
 */
export function planMonitoring(settings: Settings, host: LocalHost, hasRedis: boolean): PlannedProcess[] {
  const present = monitoringNames.filter(
    (name) => host.monitoring[name] && (hasRedis || name !== 'redis-exporter'),
  );
  return present.map((name) => ({
    ...processOf(name, settings, host),
    ...recipes[name](settings, present),
  }));
}

type Recipe = (
  settings: Settings,
  present: readonly MonitoringName[],
) => Pick<PlannedProcess, 'args'> & Partial<Pick<PlannedProcess, 'env' | 'files'>>;

const listen = (settings: Settings, name: MonitoringName): string =>
  `--web.listen-address=127.0.0.1:${portOf(settings, name)}`;

const recipes: Record<MonitoringName, Recipe> = {
  'node-exporter': (settings) => ({ args: [listen(settings, 'node-exporter')] }),
  'redis-exporter': (settings) => ({
    args: [listen(settings, 'redis-exporter')],
    env: { REDIS_ADDR: from('redis') },
  }),
  'postgres-exporter': (settings) => ({
    args: [listen(settings, 'postgres-exporter')],
    // Exporter 0.15 insists on TLS unless told otherwise; a database that wants it says so in its URL.
    env: { DATA_SOURCE_NAME: from('postgres'), PGSSLMODE: 'disable' },
  }),
  alertmanager: (settings) => ({
    args: [
      '--config.file=alertmanager.yml',
      '--storage.path=data',
      listen(settings, 'alertmanager'),
      // One Alertmanager needs no cluster, which would listen on every address.
      '--cluster.listen-address=',
    ],
    files: { ...Object.fromEntries(alertmanagerFolder()), 'alertmanager.yml': setting('alertmanagerConfig') },
  }),
  prometheus: (settings, present) => ({
    args: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--storage.tsdb.retention.time=${config.retention}`,
      listen(settings, 'prometheus'),
    ],
    files: {
      ...Object.fromEntries(
        prometheusFolder({ stack: settings.stack, addresses: addressesOf(settings, present) }),
      ),
      [credentialsFile]: secret('internal-api-key'),
    },
  }),
};

function addressesOf(settings: Settings, present: readonly MonitoringName[]) {
  const replicas = { backend: replicasOf(settings, 'backend') };
  const single = Object.fromEntries(present.map((name) => [name, 1]));
  return localAddresses({ ...replicas, ...single }, settings.ports);
}

function processOf(name: MonitoringName, settings: Settings, host: LocalHost): Omit<PlannedProcess, 'args'> {
  const { health, limits } = service(name);
  const command = host.monitoring[name] ?? name;
  return {
    name,
    command,
    cwd: join(host.dataRoot, name),
    env: {},
    stdin: null,
    replicas: 1,
    port: portOf(settings, name),
    health,
    healthTimeoutSeconds: 60,
    memoryLimitMb: limits.memoryMb,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    dependsOn: [],
    logFile: logFile(host, name),
    revision: command,
  };
}
