import type { Declared } from '../../../testing/small-engine.ts';

type Inputs = Declared['inputs'];
type Outputs = (name: string) => Record<string, unknown>;

const place = (of: Outputs) => ({ environmentId: of('environment').id });

/** One of every kind, as a stack would have them. */
const declared: Readonly<Record<string, { type: string; inputs: Inputs }>> = {
  project: { type: 'Project', inputs: { name: 'power', firstEnvironment: 'production' } },
  environment: {
    type: 'Environment',
    inputs: (of) => ({ name: 'production', projectId: of('project').id, protectedStatus: 'protected' }),
  },
  credential: {
    type: 'RegistryCredential',
    inputs: { name: 'images', registry: 'GITHUB', username: 'robot', authToken: 'token-of-the-registry' },
  },
  cache: {
    type: 'KeyValue',
    inputs: (of) => ({ ...place(of), name: 'cache', plan: 'free', maxmemoryPolicy: 'allkeys_lru' }),
  },
  group: {
    type: 'EnvGroup',
    inputs: (of) => ({ ...place(of), name: 'shared', env: { LOG_LEVEL: 'information' } }),
  },
  api: {
    type: 'WebService',
    inputs: (of) => ({
      ...{ ...place(of), name: 'api', runtime: 'image', image: 'ghcr.io/example/api:1', plan: 'starter' },
      ...{ registryCredentialId: of('credential').id, envGroupIds: [of('group').id], numInstances: 2 },
      ...{ env: { REDIS_URL: of('cache').internalConnectionString, API_KEY: 'key-of-the-api' } },
      ...{ healthCheckPath: '/health', preDeployCommand: 'node migrate.js', rollbackOnFailure: true },
    }),
  },
  web: {
    type: 'StaticSite',
    inputs: (of) => ({
      ...{ ...place(of), name: 'web', repo: 'https://github.com/example/power', branch: 'main' },
      ...{ buildCommand: 'npm run build', publishPath: 'web/dist', commit: 'c0ffee0' },
      headers: [{ path: '/*', name: 'x-frame-options', value: 'DENY' }],
      routes: [{ type: 'rewrite', source: '/api/*', destination: `${of('api').url}/api/*` }],
    }),
  },
  worker: {
    type: 'BackgroundWorker',
    inputs: (of) => ({
      ...{ ...place(of), name: 'worker', runtime: 'node', repo: 'https://github.com/example/power.git' },
      ...{ buildCommand: 'npm ci', startCommand: 'node worker.js', plan: '0.5c-512mb' },
      disk: { name: 'data', mountPath: '/data', sizeGB: 5 },
    }),
  },
  inner: {
    type: 'PrivateService',
    inputs: (of) => ({
      ...{ ...place(of), name: 'inner', runtime: 'docker', repo: 'https://github.com/example/power' },
      ...{ plan: '1c-2g', autoscaling: { min: 1, max: 3, cpuPercentage: 70 } },
    }),
  },
  nightly: {
    type: 'CronJob',
    inputs: (of) => ({
      ...{ ...place(of), name: 'nightly', runtime: 'node', repo: 'https://github.com/example/power' },
      ...{ startCommand: 'node nightly.js', buildCommand: 'npm ci', plan: 'starter', schedule: '0 3 * * *' },
      secretFiles: { 'settings.json': '{"token": "token-of-nightly"}' },
    }),
  },
  domain: { type: 'CustomDomain', inputs: (of) => ({ serviceId: of('web').id, name: 'www.example.org' }) },
};

/** @param changes inputs by the name of a resource, over those that it has */
export function stackProgram(changes: Readonly<Record<string, object>> = {}): Declared[] {
  return Object.entries(declared).map(([name, { type, inputs }]) => ({
    name,
    type: `render:index:${type}`,
    inputs: (of) => ({ ...(typeof inputs === 'function' ? inputs(of) : inputs), ...changes[name] }),
  }));
}
