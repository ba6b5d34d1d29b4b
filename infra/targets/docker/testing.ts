import * as pulumi from '@pulumi/pulumi';
import { readSettings, type Settings } from '../../settings.ts';
import { nothingGiven } from '../testing.ts';
import { makeDocker } from './deploy.ts';
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

/** A resource as the program asked for it. */
export interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Every resource that a docker stack with this configuration makes, on mocks of the engine. */
export async function resourcesOf(config: Record<string, string> = {}): Promise<Made[]> {
  const made: Made[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        made.push({ type, name, inputs: plain(inputs) as Made['inputs'] });
        return {
          id: `${name}-id`,
          state: { ...inputs, imageId: `sha256:${name}`, value: inputs.given ?? `generated-${name}` },
        };
      },
      call: () => ({}),
    },
    'electricity-optimizer',
    'docker',
  );
  pulumi.runtime.setAllConfig(config);
  try {
    makeDocker(dockerSettings(config), nothingGiven, facts);
    await pulumi.runtime.disconnect();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
  return made;
}

/** Secrets come to mocks in a wrapping that names them so (the key is Pulumi's, of its wire format). */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('4dabf18193072939515e22adb298388d' in value) return plain((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** The inputs of a resource; undefined when there is none. */
export const inputsOf = (
  resources: readonly Made[],
  name: string,
  type = 'docker:index/container:Container',
) => resources.find((resource) => resource.name === name && resource.type === type)?.inputs;
