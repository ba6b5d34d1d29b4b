import { prices } from './catalog/prices.ts';
import type { Environment, KeyValuePlan, NeonPlan, RenderPlan } from './catalog/types.ts';
import { type ConfigReader, SettingsError } from './settings-reader.ts';

/** Regions of Render with the region of Neon next to each. */
export const regions = {
  frankfurt: 'aws-eu-central-1',
  ohio: 'aws-us-east-2',
  oregon: 'aws-us-west-2',
  singapore: 'aws-ap-southeast-1',
  virginia: 'aws-us-east-1',
} as const;
export type Region = keyof typeof regions;

/** What only a stack on Render, Neon and GitHub reads. */
export interface CloudSettings {
  region: Region;
  /** `owner/name` at GitHub, which Render builds from; the one of the workflow when null. */
  repository: string | null;
  /** The branch to deploy; the one of the pull request when null. */
  branch: string | null;
  /** The commit to deploy; the one that is checked out when null, on stacks of pull requests the tip of the branch. */
  commit: string | null;
  /** An image of the API to run instead of building one. */
  image: string | null;
  domain: string | null;
  /** Render's workspace; the only one of the key when null. */
  ownerId: string | null;
  /** What is bought; the environment's own plans unless the configuration says otherwise. */
  plans: Environment['plans'];
  /** Consent to lose the data of a store. */
  allowDataLoss: Readonly<Record<'database' | 'redis', boolean>>;
  allowOverBudget: boolean;
  /** Another number makes another password of the database. */
  passwordVersion: number;
}

/** The keys of a cloud stack with what they mean; the one home of their documentation. */
export const cloudSettingKeys = {
  'cloud:repository': 'owner/name at GitHub that Render builds from and that gets the Actions secrets',
  'cloud:branch': 'branch to deploy (default: develop on staging, main on production)',
  'cloud:commit': 'commit to deploy (default: the one that is checked out, which must have been pushed)',
  'cloud:region': `where Render and Neon run it: ${Object.keys(regions).join(', ')} (default frankfurt)`,
  'cloud:domain': 'domain of the web app, with TLS by Render (default: none, an onrender.com name)',
  'cloud:ownerId': 'workspace at Render, tea-… (default: the only one of the key)',
  'backend:plan': `plan of the API at Render: ${Object.keys(prices.renderService).join(', ')}`,
  'backend:image': 'image of the API to run instead of building it from the repository',
  'redis:plan': `plan of the Key Value at Render: ${Object.keys(prices.renderKeyValue).join(', ')}`,
  'database:plan': `plan at Neon: ${Object.keys(prices.neon).join(', ')}`,
  'database:allowDataLoss': 'true: consent to delete or replace the database (needs an up of its own)',
  'redis:allowDataLoss': 'true: consent to delete or replace the Key Value (needs an up of its own)',
  'costs:allowOverBudget': 'true: preview and up do not fail over budget',
  'database:passwordVersion':
    'another number makes another role with another password (default 1; `npm run rotate` raises it)',
} as const;

/** @throws SettingsError naming the key, the value and the command that changes it */
export function readCloud(environment: Environment | undefined, get: ConfigReader): CloudSettings {
  const plans = environment?.plans ?? {};
  const backend = choice(get, 'backend:plan', prices.renderService, plans.backend);
  const redis = choice(get, 'redis:plan', prices.renderKeyValue, plans.redis);
  const postgres = choice(get, 'database:plan', prices.neon, plans.postgres);
  const domain = matching(get, 'cloud:domain', /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'prices.example.org');
  return {
    region: choice(get, 'cloud:region', regions, 'frankfurt') as Region,
    repository: matching(get, 'cloud:repository', /^[\w.-]+\/[\w.-]+$/, 'acme/electricity-optimizer'),
    branch: read(get, 'cloud:branch') ?? environment?.branch ?? null,
    commit: matching(get, 'cloud:commit', /^[0-9a-f]{7,40}$/, '0a1b2c3d'),
    image: read(get, 'backend:image') ?? null,
    domain,
    ownerId: matching(get, 'cloud:ownerId', /^(tea|usr|own)-[0-9a-z-]+$/, 'tea-d1abcdefghijklmnopqr'),
    plans: {
      ...(backend ? { backend: backend as RenderPlan } : {}),
      ...(redis ? { redis: redis as KeyValuePlan } : {}),
      ...(postgres ? { postgres: postgres as NeonPlan } : {}),
      ...(domain || plans.domain ? { domain: domain ? 'own' : 'none' } : {}),
    },
    allowDataLoss: {
      database: flag(get, 'database:allowDataLoss'),
      redis: flag(get, 'redis:allowDataLoss'),
    },
    allowOverBudget: flag(get, 'costs:allowOverBudget'),
    passwordVersion: Number(matching(get, 'database:passwordVersion', /^[1-9]\d{0,5}$/, '2') ?? 1),
  };
}

function read(get: ConfigReader, key: string): string | undefined {
  const [namespace = '', name = ''] = key.split(':');
  return get(namespace, name);
}

function choice(
  get: ConfigReader,
  key: string,
  choices: object,
  fallback: string | undefined,
): string | undefined {
  const value = read(get, key);
  if (value === undefined) return fallback;
  if (Object.hasOwn(choices, value)) return value;
  const names = Object.keys(choices);
  throw new SettingsError(
    `${key} is "${value}", but must be one of ${names.join(', ')}.\n` +
      `Change it: npx pulumi config set ${key} ${fallback ?? names[0]}`,
  );
}

function matching(get: ConfigReader, key: string, pattern: RegExp, example: string): string | null {
  const value = read(get, key);
  if (value === undefined || pattern.test(value)) return value ?? null;
  throw new SettingsError(
    `${key} is "${value}", but must look like ${example}.\n` +
      `Change it: npx pulumi config set ${key} ${example}`,
  );
}

function flag(get: ConfigReader, key: string): boolean {
  return choice(get, key, { true: true, false: false }, 'false') === 'true';
}
