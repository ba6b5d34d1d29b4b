import { describe, expect, it } from 'vitest';
import { readSettings } from '../../settings.ts';
import { planCloud, routesOf } from './plan.ts';

const plan = (stack: string, config: Record<string, string> = {}) =>
  planCloud(readSettings(stack, 'electricity-optimizer', (namespace, key) => config[`${namespace}:${key}`]));

describe('planCloud', () => {
  it('buys for production what the catalogue says, and migrates before a deploy goes live', () => {
    const { api, keyValue, database } = plan('production');
    expect(api).toMatchObject({
      plan: '0.5c-512mb',
      replicas: 1,
      region: 'frankfurt',
      healthCheckPath: '/readyz',
      preDeployCommand: expect.stringContaining('dist/services/app/db/migrate-main.js'),
      rollbackOnFailure: true,
    });
    expect(api.startCommand).not.toContain('migrate');
    expect(keyValue).toMatchObject({ plan: '256mb', region: 'frankfurt' });
    expect(database).toMatchObject({
      project: {
        name: 'electricity-optimizer-production',
        regionId: 'aws-eu-central-1',
        historyRetentionSeconds: 21_600,
      },
      branch: null,
    });
  });

  it('migrates at the start on the free plan, which has no pre-deploy step', () => {
    const { api } = plan('staging');
    expect(api.preDeployCommand).toBeNull();
    expect(api.startCommand).toMatch(
      /migrate-main\.js && exec env -u OWNER_DATABASE_URL node .*server\.js'$/,
    );
  });

  it('gives a pull request a branch of the database of staging, and no cache and no secrets at GitHub', () => {
    const { database, keyValue, github, api } = plan('pr-17');
    expect(database).toMatchObject({ project: null, branch: 'pr-17' });
    expect(keyValue).toBeNull();
    expect(github.environments).toEqual([]);
    expect(api.name).toBe('electricity-optimizer-backend-pr-17');
  });

  it('lets releases and the default branch use the secrets of production', () => {
    expect(plan('production').github.environments).toEqual([
      { name: 'production', branches: [], tags: ['v*'] },
      { name: 'jobs', branches: ['main'], tags: [], runsPipelines: true },
    ]);
  });

  it('follows the configuration', () => {
    const { api, web, database } = plan('production', {
      'cloud:region': 'oregon',
      'cloud:domain': 'prices.example.org',
      'backend:plan': '1c-2g',
      'backend:image': 'ghcr.io/acme/api:1',
      'backend:replicas': '3',
    });
    expect(api).toMatchObject({ replicas: 3, runtime: 'image', buildCommand: null, region: 'oregon' });
    expect(api.startCommand).toContain('--max-old-space-size=1536');
    expect(api.startCommand).toContain(' app/api/server.js');
    expect(web.domain).toBe('prices.example.org');
    expect(database.project?.regionId).toBe('aws-us-west-2');
  });

  it('says what a stack lacks', () => {
    expect(plan('staging').warnings.join('\n')).toMatch(/sleeps after 15 minutes/);
    expect(plan('production', { 'prices:replayDir': '/tmp' }).warnings.join('\n')).toMatch(
      /replayDir is left/,
    );
    expect(plan('pr-1').warnings.join('\n')).toMatch(/caches in its own process/);
  });

  it.each([
    ['an unknown region', { 'cloud:region': 'mars' }, /cloud:region is "mars".*frankfurt, ohio/],
    ['a plan that is not sold', { 'backend:plan': 'huge' }, /backend:plan is "huge".*0\.5c-512mb/],
    ['a repository without owner', { 'cloud:repository': 'power' }, /cloud:repository is "power".*acme/],
    ['a domain with a scheme', { 'cloud:domain': 'https://x.org' }, /cloud:domain is "https/],
    ['a consent that is neither yes nor no', { 'redis:allowDataLoss': 'yes' }, /must be one of true, false/],
  ])('refuses %s', (_what, config, message) => {
    expect(() => plan('production', config as Record<string, string>)).toThrow(message);
  });
});

it('the API comes before the page, which answers every address', () => {
  expect(routesOf('https://api.example')).toEqual([
    { type: 'rewrite', source: '/api/*', destination: 'https://api.example/api/*' },
    { type: 'rewrite', source: '/*', destination: '/index.html' },
  ]);
});
