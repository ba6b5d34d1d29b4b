import { isAbsolute } from 'node:path';
import { defaultFeeds, type PipelineEnv } from '@eo/app/contract/env.ts';
import { environment } from './catalog/index.ts';
import { defaultBudgetUsd } from './catalog/prices.ts';
import { services } from './catalog/services.ts';
import type { Resources, ServiceName, Target } from './catalog/types.ts';
import { type CloudSettings, cloudSettingKeys, readCloud } from './cloud-settings.ts';
import { type DockerSettings, dockerSettingKeys, readDocker } from './docker-settings.ts';
import { type ConfigReader, readFlag, SettingsError } from './settings-reader.ts';

export { type ConfigReader, SettingsError } from './settings-reader.ts';

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
  /** Whose forecasts of the weather the forecasts of prices use. */
  weather: PipelineEnv['WEATHER'];
  /** Folder or `s3://` address that backups are kept in; null for the target's own place, where it has one. */
  backupTo: string | null;
  /** Whether webhooks of price alerts may lead into private networks. */
  privateWebhooks: boolean;
  /** Public hosts whose certificates are watched, comma-separated; null for none. */
  tlsHosts: string | null;
  /** Folder for data and logs of local stacks; null for the default place. */
  dataDir: string | null;
  cloud: CloudSettings;
  /** Limits that differ from the catalogue's. */
  limits: Partial<Record<ServiceName, Partial<Resources>>>;
  docker: DockerSettings;
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
  'prices:weather':
    'open-meteo: forecasts of prices use forecasts of wind, sun and temperature, free of charge for purposes that are not commercial (default off)',
  'database:url': 'PostgreSQL to use instead of starting one (secret)',
  'redis:url': 'Redis to use instead of starting one (secret)',
  'secrets:<name>':
    'a secret instead of a random one, or where it is: op://vault/item/field at 1Password (secret)',
  'rotation:<name>': 'another number makes another random secret (`npm run rotate` raises it)',
  'rotation:overlap': 'secret whose value before is accepted too (`npm run rotate` sets and removes it)',
  'mail:url':
    'mail server, smtps://user:password@host (secret); without it a local stack keeps its mails as files',
  'priceAlerts:privateWebhooks':
    'true: webhooks of price alerts may lead into your own network, and be plain HTTP, for a stack that only your household uses (default false)',
  'backups:to':
    'where backups are kept: a folder (default on this machine and on Docker: one beside the data), or s3://<bucket>/<prefix>?region=<region>&endpoint=<url>',
  'backups:accessKeyId': 'access key of the bucket (secret), together with backups:secretAccessKey',
  '<service>:cpus': 'CPU limit of a service in cores, when the usual one is too small',
  '<service>:memoryMb': 'memory limit of a service in MiB, when the usual one is too small',
  'costs:budgetUsd': `budget in USD a month (default ${defaultBudgetUsd})`,
  ...dockerSettingKeys,
  ...cloudSettingKeys,
  'alerts:webhookUrl':
    'address that gets every alert as JSON by POST (secret); alerts:webhookToken goes along as Bearer',
  'alerts:slackUrl': 'incoming webhook of Slack (secret), together with alerts:slackChannel',
  'alerts:emailTo':
    'who gets mail (secret), together with alerts:emailFrom, emailSmarthost (host:port), emailUsername, emailPassword',
  'alerts:deadMansSwitchUrl':
    'address that is called every minute and raises the alarm when no call comes (secret)',
  'monitoring:tlsHosts': 'public hosts whose certificates are watched, comma-separated: host or host:port',
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
    weather: readWeather(get),
    backupTo: readBackupTo(get, target as Target),
    privateWebhooks: readFlag(get, 'priceAlerts', 'privateWebhooks'),
    tlsHosts: get('monitoring', 'tlsHosts') ?? null,
    dataDir: get(project, 'dataDir') ?? null,
    // A stack of another name buys what staging does.
    cloud: readCloud(known ?? (target === 'cloud' ? environment('staging') : undefined), get),
    limits: readLimits(get),
    docker: readDocker(get),
  };
}

/** @throws SettingsError for a feed of the weather that does not exist */
function readWeather(get: ConfigReader): Settings['weather'] {
  const weather = get('prices', 'weather') ?? 'off';
  if (weather === 'off' || weather === 'open-meteo') return weather;
  throw new SettingsError(
    `prices:weather is "${weather}", but must be open-meteo or off.\n` +
      'Change it: npx pulumi config set prices:weather open-meteo',
  );
}

/** @throws SettingsError when the place cannot be one: runners of GitHub keep nothing, and a container has no folder of yours */
function readBackupTo(get: ConfigReader, target: Target): string | null {
  const place = get('backups', 'to');
  if (place === undefined) return null;
  if (place.startsWith('s3://') || (target !== 'cloud' && isAbsolute(place))) return place;
  const wanted = target === 'cloud' ? 's3://<bucket>/<prefix>' : '/<folder>, or s3://<bucket>/<prefix>';
  throw new SettingsError(
    `backups:to is "${place}", but must be ${wanted}.\n` +
      `Change it: npx pulumi config set backups:to 's3://<bucket>/<prefix>?region=<region>'`,
  );
}

function readLimits(get: ConfigReader): Settings['limits'] {
  const limits: Settings['limits'] = {};
  for (const { name, limits: usual } of services) {
    const given: Partial<Resources> = {
      ...(get(name, 'cpus') === undefined ? {} : { cpus: number(get, name, 'cpus', usual.cpus, 0.01, 256) }),
      ...(get(name, 'memoryMb') === undefined
        ? {}
        : { memoryMb: integer(get, name, 'memoryMb', usual.memoryMb, 16, 1_048_576) }),
    };
    if (Object.keys(given).length > 0) limits[name] = given;
  }
  return limits;
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
