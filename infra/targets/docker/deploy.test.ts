import { beforeAll, describe, expect, it } from 'vitest';
import { inputsOf, type Made, resourcesOf } from './testing.ts';

describe('the resources of a docker stack', { timeout: 60_000 }, () => {
  let resources: Made[];
  beforeAll(async () => {
    resources = await resourcesOf();
  }, 60_000);

  it('are the network, a volume for each store and an image for each that is needed', () => {
    const namesOf = (type: string): string[] =>
      resources.flatMap((resource) => (resource.type === type ? [resource.name] : [])).sort();
    expect(inputsOf(resources, 'network', 'docker:index/network:Network')).toEqual({
      name: 'electricity-optimizer-network',
      driver: 'bridge',
    });
    expect(namesOf('docker:index/volume:Volume')).toEqual([
      'alertmanager',
      'backups',
      'grafana',
      'postgres',
      'prometheus',
      'redis',
    ]);
    expect(namesOf('docker:index/remoteImage:RemoteImage')).toEqual([
      'alertmanager',
      'app',
      'grafana',
      'node-exporter',
      'postgres',
      'postgres-exporter',
      'prometheus',
      'proxy',
      'redis',
      'redis-exporter',
      'web',
    ]);
  });

  it('pull what is official and keep it, build what is ours and tag it by its content', () => {
    const image = (name: string) => inputsOf(resources, name, 'docker:index/remoteImage:RemoteImage');
    expect(image('redis')).toEqual({ name: 'redis:7-alpine', keepLocally: true });
    expect(image('app')).toEqual({
      name: expect.stringMatching(/^electricity-optimizer\/app:docker-[0-9a-f]{12}$/),
      keepLocally: false,
      build: {
        context: expect.any(String),
        dockerfile: 'docker/app.Dockerfile',
        buildArgs: { NODE_IMAGE: 'node:20.20.2-bookworm-slim', REVISION: 'abc123def456' },
        tags: [image('app')?.name],
      },
    });
  });

  it('run the API with every limit, closed up as far as it goes', () => {
    expect(inputsOf(resources, 'backend-1')).toEqual({
      image: 'sha256:app',
      hostname: 'backend-1',
      user: '65534:65534',
      command: [
        'sh',
        '-c',
        'node app/db/migrate-main.js && exec env -u OWNER_DATABASE_URL node --max-old-space-size=384 --max-semi-space-size=8 app/api/server.js',
      ],
      envs: [
        'MALLOC_ARENA_MAX=2',
        'LOG_LEVEL=info',
        'NODE_ENV=production',
        'RELEASE=abc123def456',
        'STACK=docker',
        'DATABASE_URL=postgres://electricity_app:generated-postgres-password@postgres:5432/electricity',
        'REDIS_URL=redis://:generated-redis-password@redis:6379',
        'FEEDS=energy-charts,entsoe,octopus-agile,simulated',
        'WEATHER=off',
        'DEFAULT_ZONE=DE-LU',
        'INTERNAL_API_KEY=generated-internal-api-key',
        'BUDGET_USD=50',
        'PROMETHEUS_URL=http://prometheus:9090',
        'PROMETHEUS_LINK=http://localhost:9090',
        'GRAFANA_LINK=http://localhost:3001',
        'JWT_SIGNING_KEY=generated-jwt-signing-key',
        'PUBLIC_URL=http://localhost:3000',
        'PUSH_KEY=generated-push-key',
        'HOST=0.0.0.0',
        'TRUSTED_PROXIES=uniquelocal',
        'OWNER_DATABASE_URL=postgres://electricity_owner:generated-postgres-owner-password@postgres:5432/electricity',
      ],
      networksAdvanced: [{ name: 'electricity-optimizer-network', aliases: ['backend', 'backend-1'] }],
      ports: [],
      volumes: [],
      uploads: [],
      tmpfs: {},
      healthcheck: {
        tests: ['CMD', 'node', '-e', expect.stringContaining('http://127.0.0.1:8000/readyz')],
        interval: '5s',
        timeout: '5s',
        startPeriod: '60s',
        retries: 3,
      },
      wait: true,
      waitTimeout: 180,
      restart: 'unless-stopped',
      stopTimeout: 15,
      destroyGraceSeconds: 15,
      memory: 512,
      memorySwap: 512,
      memoryReservation: 256,
      cpus: '1',
      cpuShares: 256,
      readOnly: true,
      capabilities: { drops: ['ALL'], adds: [] },
      securityOpts: ['no-new-privileges:true'],
      logDriver: 'json-file',
      logOpts: { 'max-size': '10m', 'max-file': '3' },
      labels: [
        { label: 'electricity-optimizer.stack', value: 'docker' },
        { label: 'electricity-optimizer.service', value: 'backend' },
      ],
    });
  });

  it('give Prometheus its files and the key of the API, and keep its samples', () => {
    expect(inputsOf(resources, 'prometheus')).toMatchObject({
      image: 'sha256:prometheus',
      ports: [{ internal: 9090, external: 9090, ip: '127.0.0.1', protocol: 'tcp' }],
      volumes: [
        { volumeName: 'electricity-optimizer-prometheus', containerPath: '/prometheus', readOnly: false },
      ],
      uploads: [
        { file: '/etc/prometheus/prometheus.yml', content: expect.stringContaining('- backend-1:8000') },
        { file: '/etc/prometheus/recording.yml', content: expect.stringContaining('record:') },
        { file: '/etc/prometheus/alerts.yml', content: expect.stringContaining('alert: ServiceDown') },
        { file: '/etc/prometheus/secrets/internal-api-key', content: 'generated-internal-api-key' },
      ],
      readOnly: false,
    });
  });

  it('show recorded prices read-only to who reads them', async () => {
    const replaying = await resourcesOf({ 'prices:feeds': 'replay', 'prices:replayDir': '/srv/days' });
    for (const name of ['backend-1', 'scheduler']) {
      expect(inputsOf(replaying, name)).toMatchObject({
        volumes: expect.arrayContaining([
          expect.objectContaining({ hostPath: '/srv/days', containerPath: '/replay', readOnly: true }),
        ]),
        envs: expect.arrayContaining(['REPLAY_DIR=/replay']),
      });
    }
  });
});
