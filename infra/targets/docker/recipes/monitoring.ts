import { alertmanagerFolder } from '@eo/monitoring/alertmanager/folder.ts';
import { config } from '@eo/monitoring/config.ts';
import { type PrometheusStack, prometheusFolder } from '@eo/monitoring/prometheus.ts';
import { credentialsFile, dockerAddresses } from '@eo/monitoring/scrape.ts';
import { from, secret, setting } from '../../../catalog/references.ts';
import type { EnvValue } from '../../../catalog/types.ts';
import type { Settings } from '../../../settings.ts';
import type { PlannedFile, PlannedMount, Recipe } from '../container-spec.ts';
import { containerPort, hostPort } from '../ports.ts';
import { nobody } from './app.ts';

const loopback = '127.0.0.1';

const ask = (name: 'prometheus' | 'alertmanager' | 'grafana', path: string): string[] => [
  'CMD',
  'wget',
  '-q',
  '-O',
  '/dev/null',
  `http://127.0.0.1:${containerPort(name)}${path}`,
];

export function prometheusRecipe(settings: Settings): Recipe {
  const folder = '/etc/prometheus';
  return {
    user: nobody,
    command: [
      `--config.file=${folder}/prometheus.yml`,
      '--storage.tsdb.path=/prometheus',
      `--storage.tsdb.retention.time=${config.retention}`,
      `--web.listen-address=:${containerPort('prometheus')}`,
    ],
    files: [
      ...filesBelow(folder, prometheusFolder({ stack: settings.stack, ...scrapedBy(settings) })),
      { path: `${folder}/${credentialsFile}`, content: secret('internal-api-key') },
    ],
    mounts: [kept('prometheus', '/prometheus')],
    ports: [
      { internal: containerPort('prometheus'), external: hostPort(settings, 'prometheus'), ip: loopback },
    ],
    health: ask('prometheus', '/-/ready'),
    stopSeconds: 60,
    exclusive: true,
  };
}

/** Every replica by its own name: the name that they share would give one of them at a time. */
function scrapedBy({ backendReplicas, docker: { watchedApi, swarm } }: Settings): Scraped {
  if (watchedApi) {
    const { prometheus = [], alertmanager = [] } = dockerAddresses();
    const backend = [`${watchedApi.hostname}:${watchedApi.port || 443}`];
    return { addresses: { backend, prometheus, alertmanager }, overTls: ['backend'] };
  }
  // On a swarm a name stands for every replica.
  if (swarm) return { addresses: dockerAddresses(), byDns: ['backend', 'node-exporter'] };
  const port = containerPort('backend');
  const backend = Array.from({ length: backendReplicas }, (_, index) => `backend-${index + 1}:${port}`);
  return { addresses: { ...dockerAddresses(), backend } };
}

type Scraped = Omit<PrometheusStack, 'stack'>;

const alertmanagerPath = '/etc/alertmanager/alertmanager.yml';

export function alertmanagerRecipe(): Recipe {
  return {
    user: nobody,
    command: [
      `--config.file=${alertmanagerPath}`,
      '--storage.path=/alertmanager',
      `--web.listen-address=:${containerPort('alertmanager')}`,
      // One Alertmanager needs no cluster.
      '--cluster.listen-address=',
    ],
    files: [
      ...filesBelow('/etc/alertmanager', alertmanagerFolder()).filter(
        ({ path }) => path !== alertmanagerPath,
      ),
      { path: alertmanagerPath, content: setting('alertmanagerConfig') },
    ],
    mounts: [kept('alertmanager', '/alertmanager')],
    health: ask('alertmanager', '/-/ready'),
    exclusive: true,
  };
}

export function grafanaRecipe(settings: Settings, provisioning: ReadonlyMap<string, string>): Recipe {
  return {
    // The user `grafana` of the image.
    user: '472:0',
    env: {
      GF_SERVER_HTTP_PORT: String(containerPort('grafana')),
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_USERS_ALLOW_SIGN_UP: 'false',
    },
    files: filesBelow('/etc/grafana/provisioning', provisioning),
    mounts: [kept('grafana', '/var/lib/grafana')],
    tmpfs: { '/tmp': 'rw,noexec,nosuid,size=16m' },
    ports: [
      {
        internal: containerPort('grafana'),
        external: hostPort(settings, 'grafana'),
        ip: settings.docker.grafanaAddress,
      },
    ],
    health: ask('grafana', '/api/health'),
    exclusive: true,
  };
}

/** It looks at the machine, not at its own walls; for that it only reads. */
export function nodeExporterRecipe(): Recipe {
  const seen = (path: string, at: string): PlannedMount => ({
    from: { kind: 'host', path },
    path: at,
    readOnly: true,
  });
  return {
    user: nobody,
    command: [
      '--path.procfs=/host/proc',
      '--path.sysfs=/host/sys',
      '--path.rootfs=/host/root',
      '--collector.filesystem.mount-points-exclude=^/(sys|proc|dev|run|var/lib/docker/.+)($|/)',
      `--web.listen-address=:${containerPort('node-exporter')}`,
    ],
    mounts: [seen('/proc', '/host/proc'), seen('/sys', '/host/sys'), seen('/', '/host/root')],
    health: ['CMD', 'wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${containerPort('node-exporter')}/`],
    exclusive: false,
  };
}

export function redisExporterRecipe(given: boolean): Recipe {
  return {
    user: '59000:59000',
    env: given
      ? { REDIS_ADDR: from('redis') }
      : { REDIS_ADDR: 'redis://redis:6379', REDIS_PASSWORD: secret('redis-password') },
    // The image holds the exporter and nothing else.
    health: null,
    exclusive: false,
  };
}

/** @param given whether the database is one the operator brought, which says itself how it wants to be encrypted */
export function postgresExporterRecipe(given: boolean): Recipe {
  const url: EnvValue[] = [from('postgres')];
  return {
    user: nobody,
    // The exporter insists on TLS unless told otherwise; the stack's own database is only on the bridge.
    env: { DATA_SOURCE_NAME: given ? url : [...url, '?sslmode=disable'] },
    health: [
      'CMD',
      'wget',
      '-q',
      '-O',
      '/dev/null',
      `http://127.0.0.1:${containerPort('postgres-exporter')}/`,
    ],
    exclusive: false,
  };
}

const filesBelow = (folder: string, files: ReadonlyMap<string, string>): PlannedFile[] =>
  [...files].map(([path, content]) => ({ path: `${folder}/${path}`, content }));

const kept = (volume: string, path: string): PlannedMount => ({
  from: { kind: 'volume', volume },
  path,
  readOnly: false,
});
