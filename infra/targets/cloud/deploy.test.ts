import * as pulumi from '@pulumi/pulumi';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../settings.ts';
import type { Given } from '../given.ts';
import { nothingGiven } from '../testing.ts';
import { deployCloud } from './deploy.ts';

interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Every resource that a stack makes with this configuration. */
async function resourcesOf(
  stack: string,
  config: Record<string, string> = {},
  brought: Partial<Given> = {},
): Promise<Made[]> {
  const made: Made[] = [];
  const given: Record<string, string> = {
    'cloud:repository': 'acme/power',
    'cloud:commit': 'abcdef0123456789',
    ...config,
  };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        made.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, ...outputsOf(type, name) } };
      },
      call: () => ({}),
    },
    'electricity-optimizer',
    stack,
    false,
    'organization',
  );
  await deployCloud(
    readSettings(stack, 'electricity-optimizer', (space, key) => given[`${space}:${key}`]),
    { ...nothingGiven, ...brought },
  );
  await pulumi.runtime.disconnect();
  return made;
}

function outputsOf(type: string, name: string): object {
  if (type === 'pulumi:pulumi:StackReference') return { outputs: { neonProjectId: 'of-staging' } };
  return {
    ...{ projectId: 'own', defaultBranchId: 'main', branchId: 'copy', endpointId: 'ep' },
    ...{ pooled: `${name} pooled`, direct: `${name} direct`, internalConnectionString: 'redis://red-1' },
    ...{ password: `password of ${name}`, value: `value of ${name}` },
    ...{ url: `https://${name}.onrender.com`, deployStatus: 'live', status: 'available' },
  };
}

const inputsOf = (resources: Made[], name: string) =>
  resources.find((resource) => resource.name === name)?.inputs as Record<string, never> | undefined;
/** What a secret looks like on its way to the engine; a value in the open does not match. */
const secret = (value: string) => expect.objectContaining({ value });
const namesOf = (resources: Made[], type: RegExp): string[] =>
  resources.flatMap((resource) => (type.test(resource.type) ? [resource.name] : []));

describe('production', () => {
  let made: Made[];
  beforeAll(async () => {
    made = await resourcesOf('production', { 'cloud:domain': 'prices.example.org' });
  });

  it('has the API, the page on its domain and a store at Render', () => {
    expect(namesOf(made, /^render:/)).toEqual(['redis', 'backend', 'frontend', 'domain']);
    expect(inputsOf(made, 'backend')).toMatchObject({
      repo: 'https://github.com/acme/power',
      commit: 'abcdef0123456789',
      runtime: 'node',
      numInstances: 1,
      rollbackOnFailure: true,
    });
    expect(inputsOf(made, 'frontend')?.routes).toContainEqual({
      type: 'rewrite',
      source: '/api/*',
      destination: 'https://backend.onrender.com/api/*',
    });
  });

  it('reaches the database through the pooler, and as its owner for migrations', () => {
    expect(inputsOf(made, 'backend')?.env).toMatchObject({
      DATABASE_URL: 'database-app-uri pooled',
      OWNER_DATABASE_URL: 'database-owner-uri direct',
      REDIS_URL: 'redis://red-1',
      INTERNAL_API_KEY: 'value of internal-api-key',
      RELEASE: 'abcdef012345',
      STACK: 'production',
    });
    expect(inputsOf(made, 'database')).toMatchObject({ ownerName: 'electricity_owner', branchId: 'main' });
    expect(inputsOf(made, 'database-app')).toMatchObject({ name: 'electricity_app_1' });
  });

  it('gives the workflows of its jobs what they need, and those of releases nothing', () => {
    expect(namesOf(made, /RepositoryEnvironment$/)).toEqual(['github-production', 'github-jobs']);
    expect(namesOf(made, /DeploymentPolicy$/)).toEqual(['github-production-v*', 'github-jobs-main']);
    expect(inputsOf(made, 'github-secret-DATABASE_URL')).toMatchObject({
      repository: 'power',
      environment: 'jobs',
      value: secret('database-app-uri direct'),
    });
    expect(inputsOf(made, 'github-secret-INTERNAL_API_KEY')?.value).toEqual(
      secret('value of internal-api-key'),
    );
    expect(inputsOf(made, 'github-secret-BACKUP_KEY')?.value).toEqual(secret('value of backup-key'));
    expect(inputsOf(made, 'github-secret-OWNER_DATABASE_URL')?.value).toEqual(
      secret('database-owner-uri direct'),
    );
    expect(inputsOf(made, 'github-variable-API_URL')?.value).toBe('https://backend.onrender.com');
    const environments = made.filter(({ name }) => /^github-(secret|variable)/.test(name));
    expect(new Set(environments.map(({ inputs }) => inputs.environment))).toEqual(new Set(['jobs']));
  });
});

it('tells its workflows where backups go', async () => {
  const made = await resourcesOf(
    'production',
    { 'backups:to': 's3://attic/power?region=eu-north-1' },
    {
      backupAccessKeyId: pulumi.secret('AKIA'),
      backupSecretAccessKey: pulumi.secret('of the bucket'),
    },
  );
  expect(inputsOf(made, 'github-variable-BACKUP_TO')?.value).toBe('s3://attic/power?region=eu-north-1');
  expect(inputsOf(made, 'github-secret-AWS_ACCESS_KEY_ID')?.value).toEqual(secret('AKIA'));
  expect(inputsOf(made, 'github-secret-AWS_SECRET_ACCESS_KEY')?.value).toEqual(secret('of the bucket'));
});

describe('a pull request', () => {
  it('has a branch of the database of staging with a compute of its own, and nothing at GitHub', async () => {
    const made = await resourcesOf('pr-17', { 'cloud:branch': 'feature' });
    expect(inputsOf(made, 'database-branch')).toMatchObject({
      projectId: 'of-staging',
      name: 'pr-17',
      allowDataLoss: true,
    });
    expect(inputsOf(made, 'database-app')).toMatchObject({ projectId: 'of-staging', branchId: 'copy' });
    expect(inputsOf(made, 'database-app-uri')).toMatchObject({ endpointId: 'ep' });
    expect(namesOf(made, /^render:/)).toEqual(['backend', 'frontend']);
    expect(namesOf(made, /^github:/)).toEqual([]);
    // Its data is a copy that ends with it.
    expect(inputsOf(made, 'backup-key')).toBeUndefined();
    expect(inputsOf(made, 'backend')).toMatchObject({ plan: 'free', branch: 'feature' });
    expect(inputsOf(made, 'backend')?.env).not.toHaveProperty('REDIS_URL');
  });
});

it('an image runs in place of what is built, with its command', async () => {
  const made = await resourcesOf('staging', { 'backend:image': 'ghcr.io/acme/api:2' });
  const api = inputsOf(made, 'backend');
  expect(api).toMatchObject({ runtime: 'image', image: 'ghcr.io/acme/api:2' });
  expect(api?.dockerCommand).toMatch(/^sh -c '.*migrate-main\.js && exec env -u OWNER_DATABASE_URL node /);
  expect(Object.keys(api ?? {})).not.toEqual(
    expect.arrayContaining(['repo', 'startCommand', 'buildCommand']),
  );
});
