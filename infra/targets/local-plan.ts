import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { service, servicesOn } from '../catalog/index.ts';
import type { EnvValue, Reference, Service, ServiceName, SettingName } from '../catalog/types.ts';
import { componentCosts, costOf } from '../cost.ts';
import type { ProcessSpec } from '../plugins/local/spec.ts';
import type { Settings } from '../settings.ts';
import { limitsOf } from './limits.ts';
import type { MonitoringPrograms } from './local-monitoring.ts';
import { nodeArguments } from './node-arguments.ts';

/**
 * The processes of the product on this machine, as a pure function of the catalogue, the settings of the stack
 * and what the machine has. `pulumi up` and `npm run dev` both run exactly this list.
 */

/** What the plan needs to know of the machine. */
export interface LocalHost {
  projectDir: string;
  /** Folder of this stack's data and logs. */
  dataRoot: string;
  /** The Node program that runs our services. */
  node: string;
  /** The Redis-compatible server on PATH, if any. */
  redisServer: string | null;
  /** Programs of monitoring on PATH, absolute; null for those that are not. */
  monitoring: MonitoringPrograms;
  /** Commit or version that is deployed. */
  release: string;
  /** The built file of an entry, absolute, and a fingerprint that changes when its code does. */
  bundleOf: (entry: string) => { file: string; revision: string };
  /** How our services are started: bundles of `npm run build`, or sources that reload when they change. */
  mode: 'built' | 'watch';
}

/** A process before references are resolved. */
export interface PlannedProcess extends Omit<ProcessSpec, 'env' | 'stdin' | 'files' | 'runAs'> {
  env: Record<string, EnvValue>;
  /** Relative path → content. */
  files?: Record<string, EnvValue>;
  /** Pieces to concatenate; null when nothing is piped in. */
  stdin: EnvValue[] | null;
}

export interface PlannedJob {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, EnvValue>;
  revision: string;
  timeoutSeconds: number;
  logFile: string;
}

export interface LocalPlan {
  postgres: {
    name: 'postgres';
    port: number;
    dataDir: string;
    database: string;
    user: string;
    owner: string;
  };
  /** Null when the machine has no Redis; the API then keeps its cache in its own process. */
  redis: PlannedProcess | null;
  migrate: PlannedJob;
  processes: PlannedProcess[];
  warnings: string[];
}

export function planLocal(settings: Settings, host: LocalHost): LocalPlan {
  const ours = servicesOn('local').filter(({ source }) => source.kind !== 'image');
  const redis = host.redisServer ? planRedis(host.redisServer, settings, host) : null;
  return {
    postgres: {
      name: 'postgres',
      port: portOf(settings, 'postgres'),
      dataDir: join(host.dataRoot, 'postgres'),
      database: 'electricity',
      user: 'electricity_app',
      owner: 'electricity_owner',
    },
    redis,
    migrate: planMigration(settings, host),
    processes: ours.map((entry) => planService(entry, settings, host)),
    warnings: redis
      ? []
      : [
          'Redis: neither redis-server nor valkey-server is on PATH, so the API caches in its own process ' +
            '(Debian: apt-get install redis-server).',
        ],
  };
}

/** The port a service listens on here; replica i listens on port + i. */
export function portOf(settings: Settings, name: ServiceName): number {
  return settings.ports[name] ?? service(name).port?.local ?? 0;
}

/** Base URLs of a service's replicas, for readers on this machine. */
export function urlsOf(settings: Settings, name: ServiceName): string[] {
  const replicas = replicasOf(settings, name);
  return Array.from({ length: replicas }, (_, index) => `http://127.0.0.1:${portOf(settings, name) + index}`);
}

export function replicasOf(settings: Settings, name: ServiceName): number {
  return name === 'backend' ? settings.backendReplicas : service(name).replicas;
}

/** What only the target knows of the settings that services read. */
export interface TargetFacts {
  release: string;
  /** Where people open the web app. */
  publicUrl: string;
  /** Where mails go; null where none are sent. */
  mailUrl: string | null;
  /** Prometheus as the API reaches it; null where the stack has none. */
  prometheusUrl: string | null;
  /** The same, and Grafana, as the browser of an operator reaches them. */
  prometheusLink: string | null;
  grafanaLink: string | null;
  /** Where backups are kept; null where nobody said. */
  backupTo: string | null;
}

/** Prometheus on this machine; null where its program is missing. */
export const localPrometheusUrl = (settings: Settings, { monitoring }: LocalHost): string | null =>
  monitoring.prometheus ? `http://localhost:${portOf(settings, 'prometheus')}` : null;

export const localFacts = (settings: Settings, host: LocalHost): TargetFacts => ({
  release: host.release,
  publicUrl: `http://localhost:${portOf(settings, 'frontend')}`,
  mailUrl: pathToFileURL(join(host.dataRoot, 'mail')).href,
  prometheusUrl: localPrometheusUrl(settings, host),
  prometheusLink: localPrometheusUrl(settings, host),
  grafanaLink: null,
  backupTo: settings.backupTo ?? join(host.dataRoot, 'backups'),
});

/** The value of a reference that does not wait for a resource; undefined for one that does, or that is not set. */
export function settingOf(settings: Settings, facts: TargetFacts, name: SettingName): string | undefined {
  const values: Record<SettingName, string | null> = {
    stack: settings.stack,
    nodeEnv: settings.nodeEnv,
    feeds: settings.feeds,
    replayDir: settings.replayDir,
    weather: settings.weather,
    defaultZone: settings.defaultZone,
    costsUsd: componentCosts(costOf(settings)),
    budgetUsd: String(settings.budgetUsd),
    tlsHosts: settings.tlsHosts,
    privateWebhooks: settings.privateWebhooks ? 'true' : null,
    ...facts,
    alertmanagerConfig: null,
    backupAccessKeyId: null,
    backupSecretAccessKey: null,
  };
  return values[name] ?? undefined;
}

/** Replaces the references in an environment; variables whose reference has no value here are left out. */
export function resolveEnv<Value>(
  env: Record<string, EnvValue>,
  lookup: (reference: Reference) => Value | string | undefined,
): Record<string, Value | string> {
  const resolved: Record<string, Value | string> = {};
  for (const [name, value] of Object.entries(env)) {
    const found = typeof value === 'string' ? value : lookup(value);
    if (found !== undefined) resolved[name] = found;
  }
  return resolved;
}

function planService(entry: Service, settings: Settings, host: LocalHost): PlannedProcess {
  return {
    name: entry.name,
    ...commandOf(entry, settings, host),
    cwd: host.projectDir,
    env: { ...entry.env, HOST: '127.0.0.1' },
    stdin: null,
    replicas: replicasOf(settings, entry.name),
    port: entry.port ? portOf(settings, entry.name) : null,
    health: entry.health,
    healthTimeoutSeconds: 30,
    memoryLimitMb: host.mode === 'built' ? limitsOf(settings, entry).memoryMb : null,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    dependsOn: [...entry.dependsOn],
    logFile: logFile(host, entry.name),
  };
}

function commandOf(
  entry: Service,
  settings: Settings,
  host: LocalHost,
): Pick<PlannedProcess, 'command' | 'args' | 'revision'> {
  const { source } = entry;
  if (source.kind === 'image') throw new Error(`${source.image} is not built from this repository.`);
  if (host.mode === 'built') {
    const { file, revision } = host.bundleOf(source.entry);
    return { command: host.node, args: [...nodeArguments(limitsOf(settings, entry)), file], revision };
  }
  if (source.kind === 'static') {
    const vite = join(host.projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
    const port = String(portOf(settings, 'frontend'));
    return {
      command: host.node,
      args: [vite, source.folder, '--port', port, '--strictPort'],
      revision: 'watch',
    };
  }
  return { command: host.node, args: ['--import', 'tsx', '--watch', source.entry], revision: 'watch' };
}

function planRedis(program: string, settings: Settings, host: LocalHost): PlannedProcess {
  const { health } = service('redis');
  const limits = limitsOf(settings, service('redis'));
  const port = portOf(settings, 'redis');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    'dir .',
    'save 900 1',
    `maxmemory ${Math.floor(limits.memoryMb * 0.75)}mb`,
    'maxmemory-policy allkeys-lru',
    'requirepass ',
  ];
  return {
    name: 'redis',
    command: program,
    args: ['-'],
    cwd: join(host.dataRoot, 'redis'),
    env: {},
    stdin: [lines.join('\n'), { from: 'secret', secret: 'redis-password' }, '\n'],
    replicas: 1,
    port,
    health,
    healthTimeoutSeconds: 15,
    memoryLimitMb: limits.memoryMb,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    dependsOn: [],
    logFile: logFile(host, 'redis'),
    revision: program,
  };
}

function planMigration(settings: Settings, host: LocalHost): PlannedJob {
  const entry = 'app/db/migrate-main.ts';
  const { env } = service('scheduler');
  const built = host.mode === 'built' ? host.bundleOf(entry) : null;
  return {
    name: 'migrate',
    command: host.node,
    args: built ? [built.file] : ['--import', 'tsx', entry],
    revision: built ? built.revision : 'watch',
    cwd: host.projectDir,
    env: {
      DATABASE_URL: env.DATABASE_URL ?? '',
      OWNER_DATABASE_URL: env.OWNER_DATABASE_URL ?? '',
      STACK: settings.stack,
    },
    timeoutSeconds: 120,
    logFile: logFile(host, 'migrate'),
  };
}

export const logFile = (host: LocalHost, name: string): string => join(host.dataRoot, 'logs', `${name}.log`);
