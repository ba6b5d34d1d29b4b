import { from, secret, setting } from './references.ts';
import type { Service } from './types.ts';

/**
 * Every service of the product: image, port, exposure, limits and reservations as the requirements list them
 * (service catalogue, network architecture, production resource allocation); the services that those tables leave
 * without limits (postgres, scheduler, proxy, alertmanager, exporters) get the smallest that hold under test load.
 */

/** With an arena for each of its dozen threads, glibc lets an API take 30 MB more than it uses (mallopt(3)). */
export const mallocArenas = { MALLOC_ARENA_MAX: '2' };

const observability = {
  ...mallocArenas,
  LOG_LEVEL: 'info',
  NODE_ENV: setting('nodeEnv'),
  RELEASE: setting('release'),
};

const data = {
  ...observability,
  STACK: setting('stack'),
  DATABASE_URL: from('postgres'),
  REDIS_URL: from('redis'),
  FEEDS: setting('feeds'),
  REPLAY_DIR: setting('replayDir'),
  WEATHER: setting('weather'),
  DEFAULT_ZONE: setting('defaultZone'),
};

const backend: Service = {
  name: 'backend',
  purpose: 'REST API',
  source: { kind: 'build', entry: 'app/api/server.ts' },
  targets: ['local', 'docker', 'cloud'],
  port: { container: 8000, local: 8000 },
  exposure: 'public',
  health: { kind: 'http', path: '/readyz' },
  metrics: { job: 'backend-api', path: '/metrics', auth: 'internal-api-key' },
  env: {
    ...data,
    INTERNAL_API_KEY: secret('internal-api-key'),
    COSTS_USD: setting('costsUsd'),
    BUDGET_USD: setting('budgetUsd'),
    TLS_HOSTS: setting('tlsHosts'),
    PROMETHEUS_URL: setting('prometheusUrl'),
    PROMETHEUS_LINK: setting('prometheusLink'),
    GRAFANA_LINK: setting('grafanaLink'),
    JWT_SIGNING_KEY: secret('jwt-signing-key'),
    PUBLIC_URL: setting('publicUrl'),
    MAIL_URL: setting('mailUrl'),
    PUSH_KEY: secret('push-key'),
    PRIVATE_WEBHOOKS: setting('privateWebhooks'),
  },
  limits: { cpus: 1, memoryMb: 512 },
  reservations: { cpus: 0.25, memoryMb: 256 },
  replicas: 1,
  dependsOn: ['postgres', 'redis'],
  state: null,
};

const frontend: Service = {
  name: 'frontend',
  purpose: 'Web application',
  source: { kind: 'static', entry: 'web/server/main.ts', folder: 'web' },
  targets: ['local', 'docker', 'cloud'],
  port: { container: 3000, local: 3000 },
  exposure: 'public',
  health: { kind: 'http', path: '/healthz' },
  metrics: null,
  env: { ...observability, API_URLS: from('backend', 'urls') },
  limits: { cpus: 0.5, memoryMb: 256 },
  reservations: { cpus: 0.1, memoryMb: 128 },
  replicas: 1,
  dependsOn: ['backend'],
  state: null,
};

const scheduler: Service = {
  name: 'scheduler',
  purpose: 'Runs the pipelines on schedule where GitHub Actions does not',
  source: { kind: 'build', entry: 'pipelines/scheduler.ts' },
  targets: ['local', 'docker'],
  port: null,
  exposure: 'none',
  health: null,
  metrics: null,
  env: {
    ...data,
    OWNER_DATABASE_URL: from('postgres', 'ownerUrl'),
    BACKUP_TO: setting('backupTo'),
    BACKUP_KEY: secret('backup-key'),
    AWS_ACCESS_KEY_ID: setting('backupAccessKeyId'),
    AWS_SECRET_ACCESS_KEY: setting('backupSecretAccessKey'),
  },
  limits: { cpus: 0.5, memoryMb: 512 },
  reservations: { cpus: 0.1, memoryMb: 128 },
  replicas: 1,
  // The API brings the database up to date.
  dependsOn: ['postgres', 'redis', 'backend'],
  state: null,
};

const redis: Service = {
  name: 'redis',
  purpose: 'Caching and message queue',
  source: { kind: 'image', image: 'redis:7-alpine', program: 'redis-server' },
  targets: ['local', 'docker'],
  port: { container: 6379, local: 6380 },
  exposure: 'none',
  health: { kind: 'tcp' },
  metrics: null,
  env: {},
  limits: { cpus: 0.25, memoryMb: 128 },
  reservations: { cpus: 0.1, memoryMb: 64 },
  replicas: 1,
  dependsOn: [],
  state: { backup: 'backup' },
};

const postgres: Service = {
  name: 'postgres',
  purpose: 'PostgreSQL for local development; Neon takes its place in the cloud',
  source: { kind: 'image', image: 'timescale/timescaledb:2.14.2-pg15', program: 'postgres' },
  targets: ['local', 'docker'],
  port: { container: 5432, local: 5433 },
  exposure: 'none',
  health: { kind: 'tcp' },
  metrics: null,
  env: {},
  limits: { cpus: 1, memoryMb: 512 },
  reservations: { cpus: 0.25, memoryMb: 256 },
  replicas: 1,
  dependsOn: [],
  state: { backup: 'backup' },
};

const proxy: Service = {
  name: 'proxy',
  purpose: 'Reverse proxy: TLS, compression, load balancing over backend replicas',
  source: { kind: 'image', image: 'caddy:2.8.4-alpine', program: 'caddy' },
  targets: ['docker'],
  port: { container: 443, local: 443 },
  exposure: 'public',
  health: { kind: 'tcp' },
  metrics: null,
  env: {},
  limits: { cpus: 0.5, memoryMb: 128 },
  reservations: { cpus: 0.1, memoryMb: 64 },
  replicas: 1,
  dependsOn: ['backend', 'frontend'],
  state: null,
};

const prometheus: Service = {
  name: 'prometheus',
  purpose: 'Metrics collection',
  source: { kind: 'image', image: 'prom/prometheus:v2.51.0', program: 'prometheus' },
  targets: ['local', 'docker'],
  port: { container: 9090, local: 19090 },
  exposure: 'internal',
  health: { kind: 'http', path: '/-/ready' },
  metrics: { job: 'prometheus', path: '/metrics', auth: 'none' },
  env: {},
  limits: { cpus: 0.25, memoryMb: 256 },
  reservations: { cpus: 0.1, memoryMb: 128 },
  replicas: 1,
  dependsOn: [],
  state: { backup: null },
};

const alertmanager: Service = {
  name: 'alertmanager',
  purpose: 'Routes alerts to people',
  source: { kind: 'image', image: 'prom/alertmanager:v0.27.0', program: 'alertmanager' },
  targets: ['local', 'docker'],
  port: { container: 9093, local: 19093 },
  exposure: 'none',
  health: { kind: 'http', path: '/-/ready' },
  metrics: { job: 'alertmanager', path: '/metrics', auth: 'none' },
  env: {},
  limits: { cpus: 0.1, memoryMb: 128 },
  reservations: { cpus: 0.05, memoryMb: 64 },
  replicas: 1,
  dependsOn: [],
  state: { backup: null },
};

const grafana: Service = {
  name: 'grafana',
  purpose: 'Dashboards and alerting',
  source: { kind: 'image', image: 'grafana/grafana:10.3.1', program: 'grafana' },
  targets: ['docker'],
  port: { container: 3001, local: 3001 },
  exposure: 'internal',
  health: { kind: 'http', path: '/api/health' },
  metrics: null,
  env: { GF_SECURITY_ADMIN_PASSWORD: secret('grafana-admin-password') },
  limits: { cpus: 0.25, memoryMb: 256 },
  reservations: { cpus: 0.1, memoryMb: 128 },
  replicas: 1,
  dependsOn: ['prometheus'],
  state: { backup: null },
};

function exporter(name: ServiceNameOfExporter, image: string, port: number, job: string): Service {
  return {
    name,
    purpose: `${job} metrics for Prometheus`,
    source: { kind: 'image', image, program: name.replace('-', '_') },
    targets: ['local', 'docker'],
    // Debian starts its packages' exporters on the usual ports.
    port: { container: port, local: port + 10_000 },
    exposure: 'none',
    health: { kind: 'http', path: '/' },
    metrics: { job, path: '/metrics', auth: 'none' },
    env: {},
    limits: { cpus: 0.1, memoryMb: 64 },
    reservations: { cpus: 0.05, memoryMb: 32 },
    replicas: 1,
    dependsOn: [],
    state: null,
  };
}
type ServiceNameOfExporter = 'node-exporter' | 'redis-exporter' | 'postgres-exporter';

export const services: readonly Service[] = [
  backend,
  frontend,
  scheduler,
  redis,
  postgres,
  proxy,
  prometheus,
  alertmanager,
  grafana,
  exporter('node-exporter', 'prom/node-exporter:v1.7.0', 9100, 'node'),
  exporter('redis-exporter', 'oliver006/redis_exporter:v1.58.0', 9121, 'redis'),
  exporter('postgres-exporter', 'prometheuscommunity/postgres-exporter:v0.15.0', 9187, 'postgres'),
];
