import { securityHeaders } from '@eo/web/headers.ts';
import { bundleOf } from '../../build/bundles.ts';
import { environment, isPullRequest, product, service } from '../../catalog/index.ts';
import { from } from '../../catalog/references.ts';
import type {
  Environment,
  EnvValue,
  GithubEnvironment,
  KeyValuePlan as KeyValueSize,
  RenderPlan,
  Resources,
  Service,
  ServiceName,
} from '../../catalog/types.ts';
import { type Region, regions } from '../../cloud-settings.ts';
import type { Settings } from '../../settings.ts';
import type { TargetFacts } from '../local-plan.ts';
import { nodeArguments } from '../node-arguments.ts';

/**
 * What a stack is made of at Render, Neon and GitHub, as a pure function of the catalogue and the settings of the stack.
 * `pulumi up` makes it; `render.yaml` says the part of it that a Blueprint can say.
 */
export interface CloudPlan {
  api: ApiPlan;
  web: WebPlan;
  /** Null where the environment buys none: the API then caches in its own process. */
  keyValue: KeyValuePlan | null;
  database: DatabasePlan;
  github: GithubPlan;
  warnings: string[];
}

/** Where at Render; the only workspace of the key when left out. */
interface Workspace {
  ownerId?: string;
}

export interface ApiPlan {
  workspace: Workspace;
  name: string;
  plan: RenderPlan;
  region: Region;
  replicas: number;
  healthCheckPath: string;
  /** Built by Render from the repository, or an image. */
  runtime: 'node' | 'image';
  image: string | null;
  buildCommand: string | null;
  startCommand: string;
  /** Brings the database up to date before the deploy goes live; null on the free plan, which has no such step. */
  preDeployCommand: string | null;
  shutdownSeconds: number;
  env: Readonly<Record<string, EnvValue>>;
  /** Brings the last live deploy back when one fails. */
  rollbackOnFailure: boolean;
}

export interface WebPlan {
  workspace: Workspace;
  name: string;
  buildCommand: string;
  publishPath: string;
  headers: { path: string; name: string; value: string }[];
  domain: string | null;
  /** Where people open it, as far as the plan can tell: names at Render that are taken get a suffix. */
  url: string;
}

export interface KeyValuePlan extends Workspace {
  name: string;
  plan: KeyValueSize;
  region: Region;
  maxmemoryPolicy: string;
  /** Who may reach it from outside Render: nobody. */
  ipAllowList: [];
  allowDataLoss: boolean;
}

export interface DatabasePlan {
  /** A project at Neon; null for a branch of the database of staging. */
  project: { name: string; regionId: string; pgVersion: number; historyRetentionSeconds: number } | null;
  /** Name of the branch of a pull request; null for a project of its own. */
  branch: string | null;
  database: string;
  /** Role that owns the tables and changes them. */
  owner: string;
  /** Role of the app, which reads and writes rows. */
  role: string;
  allowDataLoss: boolean;
}

export interface GithubPlan {
  environments: readonly GithubEnvironment[];
  /** Variables whose values do not wait for a resource. */
  variables: Readonly<Record<string, string>>;
}

export function planCloud(settings: Settings): CloudPlan {
  const { cloud, stack } = settings;
  const { plans } = cloud;
  return {
    api: planApi(settings),
    web: planWeb(settings),
    keyValue: plans.redis ? planKeyValue(settings, plans.redis) : null,
    database: planDatabase(settings),
    github: {
      environments: environment(stack)?.github ?? [],
      variables: {
        STACK: stack,
        FEEDS: settings.feeds,
        WEATHER: settings.weather,
        DEFAULT_ZONE: settings.defaultZone,
      },
    },
    warnings: warningsOf(settings),
  };
}

/** Names at Render are unique in a workspace, which may hold several stacks. */
const nameOf = (name: ServiceName, stack: string): string => `${product}-${name}-${stack}`;

const workspaceOf = ({ ownerId }: Settings['cloud']): Workspace => (ownerId ? { ownerId } : {});

/** Where the database is brought up to date, as the owner of its tables and without the pooler between. */
const ownerUrlVariable = 'OWNER_DATABASE_URL';

const migration = 'app/db/migrate-main.ts';

function planApi({ stack, cloud, backendReplicas, nodeEnv }: Settings): ApiPlan {
  const entry = service('backend');
  const plan = cloud.plans.backend ?? 'free';
  const place = cloud.image ? fileInImage : bundleOf;
  const migrate = `node ${place(migration)}`;
  // What serves never sees the password of the tables' owner.
  const serve = `env -u ${ownerUrlVariable} node ${nodeArguments(resourcesOf(plan)).join(' ')} ${place(entryOf(entry))}`;
  // Render gives the free plan no pre-deploy step; the one instance it has migrates before it serves.
  const start = plan === 'free' ? `${migrate} && exec ${serve}` : `exec ${serve}`;
  return {
    workspace: workspaceOf(cloud),
    name: nameOf('backend', stack),
    plan,
    region: cloud.region,
    replicas: backendReplicas,
    healthCheckPath: entry.health?.kind === 'http' ? entry.health.path : '/',
    runtime: cloud.image ? 'image' : 'node',
    image: cloud.image,
    buildCommand: cloud.image ? null : build,
    startCommand: `sh -c '${start}'`,
    preDeployCommand: plan === 'free' ? null : `sh -c '${migrate}'`,
    shutdownSeconds: 30,
    env: {
      ...envAtRender(entry.env),
      [ownerUrlVariable]: from('postgres', 'ownerUrl'),
      HOST: '0.0.0.0',
      // Render's load balancer, and Cloudflare before it.
      TRUSTED_PROXIES: '2',
      PORT: String(entry.port?.container),
      NODE_VERSION: '20',
    },
    rollbackOnFailure: nodeEnv === 'production',
  };
}

/** Render has no folder of this machine, and what a change costs must not make the API deploy once more. */
const envAtRender = (env: Service['env']): Service['env'] =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([, value]) =>
        typeof value === 'string' ||
        value.from !== 'setting' ||
        !['replayDir', 'costsUsd', 'budgetUsd'].includes(value.setting),
    ),
  );

/** Building needs the packages that running does not. */
const build = 'npm ci --include=dev && npm run build';

/** An image of the API has the bundles in its working folder. */
const fileInImage = (entry: string): string => entry.replace(/\.ts$/, '.js');

function entryOf({ name, source }: Service): string {
  if (source.kind === 'image') throw new Error(`${name} is not built from this repository.`);
  return source.entry;
}

/** Plans are named after what they have, such as `1c-2g`; free has a tenth of a core and 512 MB. */
export function resourcesOf(plan: RenderPlan): Resources {
  const [, cpus = '0.1', amount = '512', unit] = /^([\d.]+)c-(\d+)(mb|g)$/.exec(plan) ?? [];
  return { cpus: Number(cpus), memoryMb: Number(amount) * (unit === 'g' ? 1024 : 1) };
}

function planWeb({ stack, cloud }: Settings): WebPlan {
  const everywhere = Object.entries(securityHeaders).map(([name, value]) => ({ path: '/*', name, value }));
  const name = nameOf('frontend', stack);
  return {
    workspace: workspaceOf(cloud),
    name,
    buildCommand: build,
    publishPath: 'dist/web',
    // Files in assets/ carry a hash of their content in their names.
    headers: [
      ...everywhere,
      { path: '/assets/*', name: 'cache-control', value: 'public, max-age=31536000, immutable' },
    ],
    domain: cloud.domain,
    url: `https://${cloud.domain ?? `${name}.onrender.com`}`,
  };
}

/** What the page asks of the API goes to the API, everything else that is no file is the page. The first match wins. */
export const routesOf = (apiUrl: string): { type: 'rewrite'; source: string; destination: string }[] => [
  { type: 'rewrite', source: '/api/*', destination: `${apiUrl}/api/*` },
  { type: 'rewrite', source: '/*', destination: '/index.html' },
];

function planKeyValue({ stack, cloud }: Settings, plan: KeyValueSize): KeyValuePlan {
  return {
    ...workspaceOf(cloud),
    name: nameOf('redis', stack),
    plan,
    region: cloud.region,
    maxmemoryPolicy: 'allkeys_lru',
    ipAllowList: [],
    allowDataLoss: cloud.allowDataLoss.redis,
  };
}

/** How far back point-in-time restore reaches, in seconds: all that the plan allows. */
const historySeconds = { 'neon-free': 6 * 3600, 'neon-launch': 7 * 86_400 } as const;

/** The version that the tests run on. */
const pgVersion = 15;

function planDatabase({ stack, cloud }: Settings): DatabasePlan {
  const ofPullRequest = isPullRequest(stack);
  return {
    project: ofPullRequest
      ? null
      : {
          name: `${product}-${stack}`,
          regionId: regions[cloud.region],
          pgVersion,
          historyRetentionSeconds: historySeconds[cloud.plans.postgres ?? 'neon-free'],
        },
    branch: ofPullRequest ? stack : null,
    database: 'electricity',
    owner: 'electricity_owner',
    role: `electricity_app_${cloud.passwordVersion}`,
    allowDataLoss: cloud.allowDataLoss.database,
  };
}

/** What services read there: mail and monitoring are elsewhere. */
export const cloudFacts = (
  { backupTo }: Settings,
  { web }: Pick<CloudPlan, 'web'>,
  release: string,
): TargetFacts => ({
  release,
  publicUrl: web.url,
  mailUrl: null,
  prometheusUrl: null,
  prometheusLink: null,
  grafanaLink: null,
  backupTo,
});

/** Whether the workflows of GitHub run pipelines on the data of the stack. */
export const runsPipelines = ({ environments }: Pick<GithubPlan, 'environments'>): boolean =>
  environments.some((entry) => entry.runsPipelines);

function warningsOf({ replayDir, cloud, stack, backupTo }: Settings): string[] {
  const { plans }: { plans: Environment['plans'] } = cloud;
  return [
    'Prometheus and Grafana: not part of a cloud stack; the docker stack scrapes it with the internal API key.',
    ...(plans.redis ? [] : ['Redis: none is bought, so the API caches in its own process.']),
    ...(plans.backend === 'free'
      ? ['API: the free plan of Render sleeps after 15 minutes without a request.']
      : []),
    ...(replayDir ? ['Prices: prices:replayDir is left out, as Render has no folder of this machine.'] : []),
    ...(cloud.domain || isPullRequest(stack)
      ? []
      : ['Domain: none is set (npx pulumi config set cloud:domain).']),
    ...(runsPipelines({ environments: environment(stack)?.github ?? [] })
      ? backupTo
        ? []
        : [
            'Backups: nobody said where they are kept (npx pulumi config set backups:to s3://<bucket>/<prefix>).',
          ]
      : [
          'Schedules: no environment at GitHub runs pipelines on this stack; the API refreshes prices itself.',
        ]),
  ];
}
