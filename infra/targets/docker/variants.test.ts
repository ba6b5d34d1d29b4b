import { beforeAll, describe, expect, it } from 'vitest';
import { inputsOf, type Made, resourcesOf } from './testing.ts';

const namesOf = (resources: readonly Made[], type: string): string[] =>
  resources.flatMap((resource) => (resource.type === type ? [resource.name] : [])).sort();

describe('a docker stack that watches an API elsewhere', { timeout: 60_000 }, () => {
  const config = {
    'monitoring:apiUrl': 'https://api.prices.example.org',
    'secrets:internal-api-key': 'the-key-of-production',
  };

  it('holds Prometheus, Alertmanager and Grafana, and nothing of the product', async () => {
    const resources = await resourcesOf(config);
    expect(namesOf(resources, 'docker:index/container:Container')).toEqual([
      'alertmanager',
      'grafana',
      'prometheus',
    ]);
    expect(namesOf(resources, 'docker:index/volume:Volume')).toEqual([
      'alertmanager',
      'grafana',
      'prometheus',
    ]);
    expect(namesOf(resources, 'local:index:Secret')).not.toContain('postgres-password');
  });

  it('scrapes it over HTTPS, with its key from a file', async () => {
    const { uploads } = inputsOf(await resourcesOf(config), 'prometheus') as {
      uploads: { file: string; content: string }[];
    };
    const contentOf = (file: string) => uploads.find((upload) => upload.file === file)?.content ?? '';
    const configured = contentOf('/etc/prometheus/prometheus.yml');
    expect(configured).toContain('- api.prices.example.org:443');
    expect(configured.match(/scheme: https/g)).toHaveLength(1);
    expect(configured).not.toContain('the-key-of-production');
    expect(contentOf('/etc/prometheus/secrets/internal-api-key')).toBe('the-key-of-production');
  });

  it('asks for the key, and for an address that is safe to send it to', async () => {
    const { 'secrets:internal-api-key': _key, ...without } = config;
    await expect(resourcesOf(without)).rejects.toThrow(
      /has not its key\.\n.*config set --secret secrets:internal/,
    );
    for (const url of [
      'http://api.example.org',
      'api.example.org',
      'https://api.example.org/v1',
      'https://u:p@x.org',
    ])
      await expect(resourcesOf({ ...config, 'monitoring:apiUrl': url }), url).rejects.toThrow(
        /monitoring:apiUrl is/,
      );
  });
});

describe('a docker stack on a swarm', { timeout: 60_000 }, () => {
  const image = 'registry.example.org/power/app:1';
  const config = {
    'docker:swarm': 'true',
    'proxy:domain': 'prices.example.org',
    'backend:replicas': '3',
    'images:backend': image,
    'images:scheduler': image,
    'images:frontend': 'registry.example.org/power/web:1',
  };
  const service = 'docker:index/service:Service';
  let resources: Made[];
  beforeAll(async () => {
    resources = await resourcesOf(config);
  }, 60_000);

  it('has a service for each of the catalogue on an overlay network, and neither containers nor builds', () => {
    expect(namesOf(resources, service)).toHaveLength(12);
    expect(namesOf(resources, 'docker:index/container:Container')).toEqual([]);
    expect(namesOf(resources, 'docker:index/remoteImage:RemoteImage')).toEqual([]);
    expect(inputsOf(resources, 'network', 'docker:index/network:Network')).toMatchObject({
      driver: 'overlay',
    });
  });

  it('runs three replicas of the API, replaced one at a time, the new one first', () => {
    expect(inputsOf(resources, 'backend', service)).toMatchObject({
      name: 'docker-backend',
      mode: { replicated: { replicas: 3 } },
      updateConfig: { parallelism: 1, order: 'start-first', failureAction: 'rollback' },
      endpointSpec: { mode: 'dnsrr' },
      taskSpec: {
        containerSpec: {
          image,
          user: '65534:65534',
          env: { NODE_ENV: 'production', INTERNAL_API_KEY: 'generated-internal-api-key' },
          readOnly: true,
          capDrops: ['ALL'],
          stopGracePeriod: '15s',
          healthcheck: { retries: 3 },
        },
        resources: {
          limits: { nanoCpus: 1e9, memoryBytes: 512 * 1024 ** 2 },
          reservation: { nanoCpus: 0.25e9, memoryBytes: 256 * 1024 ** 2 },
        },
        networksAdvanceds: [{ name: 'electricity-optimizer-network', aliases: ['backend'] }],
        placement: { constraints: [] },
      },
    });
  });

  it('keeps what has a volume on the node of the data, one at a time', () => {
    for (const name of ['postgres', 'redis', 'prometheus', 'alertmanager', 'grafana', 'proxy'])
      expect(inputsOf(resources, name, service), name).toMatchObject({
        updateConfig: { order: 'stop-first' },
        taskSpec: { placement: { constraints: ['node.labels.electricity-optimizer.data == true'] } },
      });
  });

  it('opens the ports of the proxy alone, and looks at every machine', () => {
    const open = resources.flatMap(({ type, name, inputs }) => {
      const { ports = [] } = (inputs.endpointSpec ?? {}) as { ports?: { publishedPort: number }[] };
      return type === service ? ports.map(({ publishedPort }) => `${name} ${publishedPort}`) : [];
    });
    expect(open.sort()).toEqual(['proxy 3000', 'proxy 443', 'proxy 80', 'proxy 8000']);
    expect(inputsOf(resources, 'node-exporter', service)).toMatchObject({ mode: { global: true } });
  });

  it('has Prometheus find every replica by DNS, and its key in a secret of the swarm', () => {
    const dataOf = (name: string, type: string): string =>
      Buffer.from(String(inputsOf(resources, name, type)?.data), 'base64').toString();
    const configured = dataOf(
      'prometheus-etc-prometheus-prometheus-yml',
      'docker:index/serviceConfig:ServiceConfig',
    );
    expect(configured).toMatch(/dns_sd_configs:\n\s+- names:\n\s+- backend\n\s+type: A\n\s+port: 8000/);
    const key = 'prometheus-etc-prometheus-secrets-internal-api-key';
    expect(dataOf(key, 'docker:index/secret:Secret')).toBe('generated-internal-api-key');
    expect(inputsOf(resources, 'prometheus', service)).toMatchObject({
      taskSpec: {
        containerSpec: {
          secrets: [{ secretId: `${key}-id`, fileName: '/etc/prometheus/secrets/internal-api-key' }],
        },
      },
    });
  });

  it('is refused without TLS, and with images that no other machine can pull', async () => {
    const { 'proxy:domain': _domain, ...open } = config;
    await expect(resourcesOf(open)).rejects.toThrow(/needs TLS\.\n.*proxy:domain/);
    const { 'images:frontend': _image, ...local } = config;
    await expect(resourcesOf(local)).rejects.toThrow(/those of frontend are in no registry/);
    await expect(resourcesOf({ ...config, 'docker:swarm': 'yes' })).rejects.toThrow(/must be true or false/);
  });
});
