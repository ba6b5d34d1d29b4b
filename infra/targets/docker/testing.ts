import { readSettings, type Settings } from '../../settings.ts';
import type { DockerFacts } from './plan.ts';

/** The settings of a docker stack with some values of its configuration. */
export function dockerSettings(config: Record<string, string> = {}, stack = 'docker'): Settings {
  const all: Record<string, string> = { 'electricity-optimizer:target': 'docker', ...config };
  return readSettings(stack, 'electricity-optimizer', (namespace, key) => all[`${namespace}:${key}`]);
}

export const facts: DockerFacts = {
  images: {
    app: { fingerprint: 'a1', revision: 'abc123def456' },
    web: { fingerprint: 'w1', revision: 'fed654cba321' },
  },
  grafana: new Map([['datasources/prometheus.yaml', 'apiVersion: 1\n']]),
  given: { postgres: false, redis: false },
};
