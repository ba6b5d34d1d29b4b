import { defaultFeeds } from '@eo/app/contract/env.ts';
import { environment } from './catalog/index.ts';
import { defaultBudgetUsd } from './catalog/prices.ts';
import { services } from './catalog/services.ts';
import type { ServiceName, Target } from './catalog/types.ts';

/** What an operator decides for a stack: its configuration with defaults filled in. Secrets are not among it. */
export interface Settings {
  stack: string;
  target: Target;
  nodeEnv: 'production' | 'development';
  /** USD a month. */
  budgetUsd: number;
  backendReplicas: number;
  /** Ports that differ from the catalogue's. */
  ports: Partial<Record<ServiceName, number>>;
  /** Feeds in order of preference, comma-separated. */
  feeds: string;
  /** Folder of recorded days for the replay feed. */
  replayDir: string | null;
  defaultZone: string;
  /** Folder for data and logs of local stacks; null for the default place. */
  dataDir: string | null;
}

/** Reads one value of the stack's configuration: `get('ports', 'backend')` is `ports:backend`. */
export type ConfigReader = (namespace: string, key: string) => string | undefined;

/** Thrown for a configuration value that cannot be used; the message names it and the command that mends it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const targets: readonly string[] = ['local', 'docker', 'cloud'] satisfies Target[];

/** The configuration keys an operator may set, with what they mean; the one home of their documentation. */
export const settingKeys = {
  target: 'where the stack runs: local, docker or cloud (default: by the name of the stack)',
  dataDir: 'folder for data and logs of a local stack',
  'ports:<service>': 'port of a service on this machine, when the usual one is taken',
  'backend:replicas': 'how many API processes run (default 1)',
  'prices:feeds': `feeds in order of preference (default ${defaultFeeds}; also: replay)`,
  'prices:replayDir': 'folder of recorded days, <zone>/<year>.csv, for the replay feed',
  'prices:defaultZone': 'zone that is always kept fresh (default DE-LU)',
  'database:url': 'PostgreSQL to use instead of starting one (secret)',
  'redis:url': 'Redis to use instead of starting one (secret)',
  'costs:budgetUsd': `budget in USD a month (default ${defaultBudgetUsd})`,
} as const;

/**
 * Reads and checks the settings of a stack.
 *
 * @throws SettingsError naming the key, the value and the command that changes it
 */
export function readSettings(stack: string, project: string, get: ConfigReader): Settings {
  const known = environment(stack);
  const target = get(project, 'target') ?? known?.target;
  if (!target || !targets.includes(target)) {
    throw new SettingsError(
      `Stack ${stack} has ${target ? `an unknown target "${target}"` : 'no target'}.\n` +
        `Choose one: npx pulumi config set target local -s ${stack}   (or docker, cloud)`,
    );
  }
  return {
    stack,
    target: target as Target,
    nodeEnv: known?.nodeEnv ?? 'production',
    budgetUsd: number(get, 'costs', 'budgetUsd', defaultBudgetUsd, 0, 1_000_000),
    backendReplicas: integer(get, 'backend', 'replicas', 1, 1, 20),
    ports: readPorts(get),
    feeds: get('prices', 'feeds') ?? defaultFeeds,
    replayDir: get('prices', 'replayDir') ?? null,
    defaultZone: get('prices', 'defaultZone') ?? 'DE-LU',
    dataDir: get(project, 'dataDir') ?? null,
  };
}

function readPorts(get: ConfigReader): Settings['ports'] {
  const ports: Settings['ports'] = {};
  for (const { name, port } of services) {
    if (port && get('ports', name) !== undefined)
      ports[name] = integer(get, 'ports', name, port.local, 1, 65_535);
  }
  return ports;
}

function number(
  get: ConfigReader,
  namespace: string,
  key: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = get(namespace, key);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new SettingsError(
    `${namespace}:${key} is "${text}", but must be a number from ${min} to ${max}.\n` +
      `Change it: npx pulumi config set ${namespace}:${key} ${fallback}`,
  );
}

function integer(
  get: ConfigReader,
  namespace: string,
  key: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const value = number(get, namespace, key, fallback, min, max);
  if (Number.isInteger(value)) return value;
  throw new SettingsError(
    `${namespace}:${key} is "${value}", but must be a whole number.\n` +
      `Change it: npx pulumi config set ${namespace}:${key} ${fallback}`,
  );
}
