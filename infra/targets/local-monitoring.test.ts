import { describe, expect, it } from 'vitest';
import { secret } from '../catalog/references.ts';
import { readSettings } from '../settings.ts';
import { findMonitoring, monitoringWarnings, planMonitoring } from './local-monitoring.ts';
import type { LocalHost } from './local-plan.ts';

const everything = findMonitoring(([name]) => `/usr/bin/${name}`);
const nothing = findMonitoring(() => null);

const host = (monitoring: LocalHost['monitoring']): LocalHost => ({
  projectDir: '/kit',
  dataRoot: '/data',
  node: '/usr/bin/node',
  redisServer: null,
  monitoring,
  release: 'abc',
  bundleOf: (entry) => ({ file: entry, revision: 'abc' }),
  mode: 'built',
});

const settings = readSettings('local', 'kit', (namespace, key) => {
  const values: Record<string, string> = { 'ports:prometheus': '29090', 'backend:replicas': '2' };
  return values[`${namespace}:${key}`];
});

const plan = (programs: LocalHost['monitoring'], hasRedis = true) =>
  planMonitoring(settings, host(programs), hasRedis);
const fileOf = (planned: ReturnType<typeof plan>, name: string, path: string) =>
  planned.find((process) => process.name === name)?.files?.[path];

describe('monitoring on this machine', () => {
  it('is what has a program, each in a folder of its own and on loopback', () => {
    const planned = plan(everything);
    expect(planned.map(({ name }) => name).sort()).toEqual([
      'alertmanager',
      'node-exporter',
      'postgres-exporter',
      'prometheus',
      'redis-exporter',
    ]);
    for (const { name, args, cwd, port } of planned) {
      expect(args).toContain(`--web.listen-address=127.0.0.1:${port}`);
      expect(cwd).toBe(`/data/${name}`);
    }
    expect(planned.find(({ name }) => name === 'prometheus')?.port).toBe(29_090);
  });

  it('leaves out an exporter that has nothing to look at', () => {
    expect(plan(everything, false).map(({ name }) => name)).not.toContain('redis-exporter');
  });

  it('scrapes every replica and nothing that does not run', () => {
    const few = { ...nothing, prometheus: '/usr/bin/prometheus' };
    const file = fileOf(plan(few), 'prometheus', 'prometheus.yml');
    expect(file).toContain('127.0.0.1:8000');
    expect(file).toContain('127.0.0.1:8001');
    expect(file).toContain('127.0.0.1:29090');
    expect(file).not.toContain('19100');
    expect(file).not.toContain('alertmanagers');
  });

  it('gives Prometheus the key in a file, and nowhere else', () => {
    const prometheus = plan(everything).find(({ name }) => name === 'prometheus');
    expect(prometheus?.files?.['secrets/internal-api-key']).toEqual(secret('internal-api-key'));
    expect(prometheus?.env).toEqual({});
  });

  it('keeps the passwords of the stores out of the arguments', () => {
    for (const { args } of plan(everything)) expect(args.every((arg) => arg.startsWith('--'))).toBe(true);
  });

  it('says in one line how to get what is missing', () => {
    expect(monitoringWarnings(everything)).toEqual([]);
    const [line, ...more] = monitoringWarnings({ ...everything, prometheus: null, alertmanager: null });
    expect(line).toBe(
      'Monitoring: prometheus, alertmanager not on PATH ' +
        '(Debian: apt-get install prometheus prometheus-alertmanager).',
    );
    expect(more).toEqual([]);
    expect(plan(nothing)).toEqual([]);
  });
});
