import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobNames } from '@eo/app/contract/jobs.ts';
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { catalog, servicesOn } from './index.ts';
import { pipelinesByHand } from './jobs.ts';
import type { Reference, Target } from './types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names = catalog.services.map((service) => service.name);
const targets: Target[] = ['local', 'docker', 'cloud'];

const references = catalog.services.flatMap((service) =>
  Object.entries(service.env)
    .filter((entry): entry is [string, Reference] => typeof entry[1] !== 'string')
    .map(([variable, reference]) => ({ service, variable, reference })),
);

describe('services', () => {
  it('have unique names', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(targets)('have unique ports on %s', (target) => {
    const ports = servicesOn(target).flatMap((service) =>
      service.port ? [target === 'local' ? service.port.local : service.port.container] : [],
    );
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('reserve no more than their limits', () => {
    for (const { name, limits, reservations } of catalog.services) {
      expect(reservations.cpus, name).toBeLessThanOrEqual(limits.cpus);
      expect(reservations.memoryMb, name).toBeLessThanOrEqual(limits.memoryMb);
    }
  });

  it('depend on services that exist, and in no circle', () => {
    for (const { name, dependsOn } of catalog.services) {
      for (const other of dependsOn) expect(names, `${name} depends on ${other}`).toContain(other);
    }
    for (const target of targets) {
      const order = servicesOn(target);
      for (const [index, { name, dependsOn }] of order.entries()) {
        const later = order.slice(index).map((service) => service.name);
        for (const other of dependsOn) expect(later, `${name} starts before ${other}`).not.toContain(other);
      }
    }
  });

  it('refer only to services and secrets that exist and are theirs', () => {
    for (const { service, variable, reference } of references) {
      const where = `${service.name}.${variable}`;
      if (reference.from === 'service') expect(names, where).toContain(reference.service);
      if (reference.from === 'secret') {
        const secret = catalog.secrets.find((candidate) => candidate.name === reference.secret);
        expect(secret?.usedBy, where).toContain(service.name);
      }
    }
  });

  it('name secrets only by reference', () => {
    for (const { name, env } of catalog.services) {
      for (const [variable, value] of Object.entries(env)) {
        if (/PASSWORD|KEY|TOKEN|SECRET/.test(variable))
          expect(typeof value, `${name}.${variable}`).toBe('object');
      }
    }
  });

  it('are built from entries that exist', () => {
    for (const { name, source } of catalog.services) {
      if (source.kind !== 'image')
        expect(existsSync(join(root, source.entry)), `${name}: ${source.entry}`).toBe(true);
    }
  });

  it('pin every image to a version', () => {
    for (const { source } of catalog.services) {
      if (source.kind === 'image') expect(source.image).toMatch(/:(?!latest$).*\d/);
    }
  });

  it('that hold state say how they are backed up', () => {
    for (const { state } of catalog.services) {
      if (state?.backup) expect(catalog.jobs.map((job) => job.name)).toContain(state.backup);
    }
    expect(
      catalog.services.filter((service) => service.state?.backup).map((service) => service.name),
    ).toEqual(['redis', 'postgres']);
  });
});

describe('the requirements', () => {
  const rows = [
    { name: 'backend', port: 8000, image: null, cpus: 1, memoryMb: 512, reservedCpus: 0.25, reservedMb: 256 },
    {
      name: 'frontend',
      port: 3000,
      image: null,
      cpus: 0.5,
      memoryMb: 256,
      reservedCpus: 0.1,
      reservedMb: 128,
    },
    {
      name: 'redis',
      port: 6379,
      image: 'redis:7-alpine',
      cpus: 0.25,
      memoryMb: 128,
      reservedCpus: 0.1,
      reservedMb: 64,
    },
    {
      name: 'prometheus',
      port: 9090,
      image: 'prom/prometheus:v2.51.0',
      cpus: 0.25,
      memoryMb: 256,
      reservedCpus: 0.1,
      reservedMb: 128,
    },
    {
      name: 'grafana',
      port: 3001,
      image: 'grafana/grafana:10.3.1',
      cpus: 0.25,
      memoryMb: 256,
      reservedCpus: 0.1,
      reservedMb: 128,
    },
  ];
  it.each(rows)('$name has the port, image, limits and reservations of the table', (row) => {
    const service = catalog.services.find((candidate) => candidate.name === row.name);
    expect(service?.port?.container).toBe(row.port);
    expect(service?.source.kind === 'image' ? service.source.image : null).toBe(row.image);
    expect(service?.limits).toEqual({ cpus: row.cpus, memoryMb: row.memoryMb });
    expect(service?.reservations).toEqual({ cpus: row.reservedCpus, memoryMb: row.reservedMb });
  });

  it.each([
    ['node-exporter', 'prom/node-exporter:v1.7.0', 9100],
    ['redis-exporter', 'oliver006/redis_exporter:v1.58.0', 9121],
    ['postgres-exporter', 'prometheuscommunity/postgres-exporter:v0.15.0', 9187],
  ])('%s is %s on port %i', (name, image, port) => {
    const service = catalog.services.find((candidate) => candidate.name === name);
    expect(service?.source).toMatchObject({ image });
    expect(service?.port?.container).toBe(port);
  });

  it('expose exactly the ports of the network table', () => {
    const exposed = catalog.services
      .filter((service) => service.exposure !== 'none' && service.name !== 'proxy')
      .map((service) => [service.port?.container, service.exposure]);
    expect(exposed.sort()).toEqual([
      [3000, 'public'],
      [3001, 'internal'],
      [8000, 'public'],
      [9090, 'internal'],
    ]);
  });

  it.each([
    ['price-sync', '0 */6 * * *'],
    ['observe-forecasts', '30 */6 * * *'],
    ['nightly-learning', '0 4 * * *'],
    ['backup', '0 2 * * *'],
    ['backup-full', '0 3 * * 0'],
  ])('%s runs at %s', (name, cron) => {
    expect(catalog.jobs.find((job) => job.name === name)?.cron).toBe(cron);
  });
});

describe('jobs', () => {
  it('are the ones of the contract, each once', () => {
    expect(catalog.jobs.map((job) => job.name).sort()).toEqual([...jobNames].sort());
  });

  it('have a cron expression that fires before they count as stale', () => {
    for (const job of catalog.jobs) {
      const [first, second] = new Cron(job.cron, { timezone: 'UTC' }).nextRuns(2);
      expect(first && second, job.name).toBeTruthy();
      const periodSeconds = (Number(second) - Number(first)) / 1000;
      expect(job.staleAfterSeconds, job.name).toBeGreaterThan(periodSeconds);
      expect(job.timeLimitSeconds, job.name).toBeLessThan(periodSeconds);
    }
  });

  it('run pipelines that exist', () => {
    for (const pipeline of [...catalog.jobs.map((job) => job.pipeline), ...pipelinesByHand]) {
      expect(existsSync(join(root, 'pipelines', `${pipeline}.ts`)), pipeline).toBe(true);
    }
  });
});
