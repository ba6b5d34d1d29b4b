import { describe, expect, it } from 'vitest';
import { service } from '../../catalog/index.ts';
import { type DockerPlan, planDocker } from './plan.ts';
import { dockerSettings, facts } from './testing.ts';

const plan = (config?: Record<string, string>, stack?: string): DockerPlan =>
  planDocker(dockerSettings(config, stack), facts);
const namesOf = ({ services }: DockerPlan): string[] => services.map(({ name }) => name);
const containers = ({ services }: DockerPlan) => services.flatMap((entry) => entry.containers);
const containerOf = (from: DockerPlan, name: string) => {
  const found = containers(from).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
};

describe('the plan of a docker stack', () => {
  it('has the network and the services of the requirements', () => {
    expect(plan().network).toBe('electricity-optimizer-network');
    expect(namesOf(plan()).sort()).toEqual(
      [
        'alertmanager',
        'backend',
        'frontend',
        'grafana',
        'node-exporter',
        'postgres',
        'postgres-exporter',
        'prometheus',
        'proxy',
        'redis',
        'redis-exporter',
        'scheduler',
      ].sort(),
    );
  });

  // Service catalogue and production resource allocation of the requirements.
  it.each([
    ['backend', null, 1, 512, 0.25, 256],
    ['frontend', null, 0.5, 256, 0.1, 128],
    ['redis', 'redis:7-alpine', 0.25, 128, 0.1, 64],
    ['prometheus', 'prom/prometheus:v2.51.0', 0.25, 256, 0.1, 128],
    ['grafana', 'grafana/grafana:10.3.1', 0.25, 256, 0.1, 128],
    ['node-exporter', 'prom/node-exporter:v1.7.0', null, null, null, null],
    ['redis-exporter', 'oliver006/redis_exporter:v1.58.0', null, null, null, null],
    ['postgres-exporter', 'prometheuscommunity/postgres-exporter:v0.15.0', null, null, null, null],
  ])('gives %s its image and its limits', (name, image, cpus, memoryMb, cpusReserved, memoryReservedMb) => {
    const found = plan().services.find((entry) => entry.name === name);
    if (image) expect(found?.image).toMatchObject({ name: image, build: null });
    else expect(found?.image.build).not.toBeNull();
    if (cpus === null) return;
    expect(found?.containers[0]).toMatchObject({
      limits: { cpus, memoryMb },
      reservations: { cpus: cpusReserved, memoryMb: memoryReservedMb },
    });
  });

  it('publishes four ports on loopback, and none of what is behind the proxy', () => {
    const published = containers(plan()).flatMap(({ name, ports = [] }) =>
      ports.map(({ external, ip }) => `${name} ${ip}:${external}`),
    );
    expect(published.sort()).toEqual([
      'grafana 127.0.0.1:3001',
      'prometheus 127.0.0.1:9090',
      'proxy 127.0.0.1:3000',
      'proxy 127.0.0.1:8000',
    ]);
  });

  it('opens the public ports, 80 and 443 when it has a domain, and Grafana where the operator says', () => {
    const open = plan({ 'proxy:domain': 'prices.example.org', 'grafana:address': '10.8.0.1' });
    const published = containers(open).flatMap(({ ports = [] }) =>
      ports.map(({ external, ip }) => `${ip}:${external}`),
    );
    expect(published.sort()).toEqual([
      '0.0.0.0:3000',
      '0.0.0.0:443',
      '0.0.0.0:80',
      '0.0.0.0:8000',
      '10.8.0.1:3001',
      '127.0.0.1:9090',
    ]);
  });

  it('runs nothing as root but the proxy that keeps certificates', () => {
    const roots = (from: DockerPlan): string[] =>
      containers(from).flatMap(({ name, user }) => (/^(root|0)(:|$)/.test(user) ? [name] : []));
    expect(roots(plan())).toEqual([]);
    expect(roots(plan({ 'proxy:domain': 'prices.example.org' }))).toEqual(['proxy']);
  });

  it('gives replicas names of their own and one in common', () => {
    const { services } = plan({ 'backend:replicas': '3' });
    const backend = services.find(({ name }) => name === 'backend');
    expect(backend?.containers.map(({ aliases }) => aliases)).toEqual([
      ['backend', 'backend-1'],
      ['backend', 'backend-2'],
      ['backend', 'backend-3'],
    ]);
  });

  it('has Prometheus ask every replica by its own name', () => {
    const { files = [] } = containerOf(plan({ 'backend:replicas': '3' }), 'prometheus');
    const { content } = files.find(({ path }) => path.endsWith('/prometheus.yml')) ?? {};
    for (const replica of ['backend-1:8000', 'backend-2:8000', 'backend-3:8000']) {
      expect(content).toContain(replica);
    }
    expect(content).not.toContain('backend:8000');
  });

  it('takes limits from the operator, and never reserves more than them', () => {
    const small = containerOf(plan({ 'backend:cpus': '0.2', 'backend:memoryMb': '200' }), 'backend-1');
    expect(small).toMatchObject({
      limits: { cpus: 0.2, memoryMb: 200 },
      reservations: { cpus: 0.2, memoryMb: 200 },
    });
    expect(small.command?.at(-1)).toContain('--max-old-space-size=150');
  });

  it('runs no database and no Redis where the operator brought them', () => {
    const brought = planDocker(dockerSettings(), { ...facts, given: { postgres: true, redis: true } });
    expect(namesOf(brought)).not.toContain('postgres');
    expect(namesOf(brought)).not.toContain('redis');
    expect(Object.keys(brought.volumes)).not.toContain('postgres');
    expect(brought.services.flatMap(({ dependsOn }) => dependsOn)).not.toContain('postgres');
  });

  it('keeps what holds data in named volumes, and lets two stacks share an engine', () => {
    expect(plan().volumes).toEqual({
      backups: 'electricity-optimizer-backups',
      redis: 'electricity-optimizer-redis',
      postgres: 'electricity-optimizer-postgres',
      prometheus: 'electricity-optimizer-prometheus',
      alertmanager: 'electricity-optimizer-alertmanager',
      grafana: 'electricity-optimizer-grafana',
    });
    const other = plan({}, 'second');
    expect(other.network).toBe('electricity-optimizer-network-second');
    expect(
      Object.values(other.volumes).filter((name) => Object.values(plan().volumes).includes(name)),
    ).toEqual([]);
  });

  it('lets old and new overlap wherever they share neither a port nor a volume', () => {
    for (const { name, ports = [], mounts = [], exclusive } of containers(plan())) {
      const shares = ports.length > 0 || mounts.some(({ from }) => from.kind === 'volume');
      expect(exclusive, name).toBe(shares);
    }
  });

  it('names built images by their content and base, so that only a change builds them anew', () => {
    const imageOf = (from: DockerPlan, name: string) =>
      from.services.find((entry) => entry.name === name)?.image.name;
    const web = { ...facts, images: { ...facts.images, web: { ...facts.images.web, fingerprint: 'w2' } } };
    const changed = planDocker(dockerSettings(), web);
    expect(imageOf(changed, 'backend')).toBe(imageOf(plan(), 'backend'));
    expect(imageOf(changed, 'scheduler')).toBe(imageOf(plan(), 'backend'));
    expect(imageOf(changed, 'frontend')).not.toBe(imageOf(plan(), 'frontend'));
    expect(imageOf(plan({ 'images:node': 'mine:1' }), 'backend')).not.toBe(imageOf(plan(), 'backend'));
  });

  it('has every service asked for its health that can be', () => {
    const silent = containers(plan()).flatMap(({ name, health }) => (health ? [] : [name]));
    expect(silent.sort()).toEqual(['redis-exporter', 'scheduler']);
    expect(service('scheduler').port).toBeNull();
  });
});
