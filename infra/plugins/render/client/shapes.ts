import { type Json, list, object } from './parse.ts';

/**
 * What Render answers, as far as this plugin reads it, and a reader for each: it takes the recorded answers of
 * `vendor/render-recorded`, with their nulls and left-out fields, and refuses what it cannot work with.
 */
export interface Service {
  id: string;
  name: string;
  type: string;
  ownerId: string;
  createdAt: string;
  slug: string;
  dashboardUrl: string;
  suspended: string;
  environmentId?: string;
  imagePath?: string;
  registryCredential?: { id?: string } | null;
  autoDeploy?: string;
  autoDeployTrigger?: string;
  serviceDetails: Json & { envSpecificDetails?: Json; url?: string; disk?: Disk | null };
}

export interface Disk {
  id: string;
  name: string;
  mountPath: string;
  sizeGB: number;
}

export interface Deploy {
  id: string;
  status: string;
  createdAt: string;
  trigger?: string;
  commit: { id?: string; message?: string } | null;
  image?: { ref?: string; sha?: string };
}

export interface KeyValue {
  id: string;
  name: string;
  plan: string;
  region: string;
  status: string;
  version: string;
  createdAt: string;
  environmentId?: string;
  owner: { id: string };
  options: { maxmemoryPolicy?: string; persistenceMode?: string };
  ipAllowList: Cidr[];
}

export interface Cidr {
  cidrBlock: string;
  description: string;
}

export interface EnvGroup {
  id: string;
  name: string;
  ownerId: string;
  createdAt: string;
  environmentId?: string;
  serviceLinks: { id: string }[];
  envVars: { key: string; value: string }[];
  secretFiles: { name: string; content: string }[];
}

export interface Project {
  id: string;
  name: string;
  createdAt: string;
  owner: { id: string };
  environmentIds: string[];
}

export interface Environment {
  id: string;
  name: string;
  projectId: string;
  protectedStatus: string;
  networkIsolationEnabled: boolean;
  /** Ids of what is in it. */
  members: string[];
}

export interface CustomDomain {
  id: string;
  name: string;
  domainType: string;
  verificationStatus: string;
  redirectForName: string;
}

export interface Credential {
  id: string;
  name: string;
  registry: string;
  username: string;
}

const same = (value: unknown): never => value as never;

export const service = (value: unknown): Service => {
  const read = object<Service>('a service', value, ['id', 'name', 'type', 'ownerId']);
  object('the details of a service', read.serviceDetails);
  return read;
};

export const serviceAndDeploy = (value: unknown): { service: Service; deployId: string | null } => {
  const read = object<{ service: unknown; deployId?: string }>('a new service', value);
  return { service: service(read.service), deployId: read.deployId || null };
};

export const deploy = (value: unknown): Deploy => {
  const read = object<Deploy>('a deploy', value, ['id', 'status', 'createdAt']);
  return { ...read, commit: read.commit ?? null };
};

export const deploys = (value: unknown): Deploy[] =>
  list('deploys', value, (item) => deploy(object<{ deploy: unknown }>('a deploy of a list', item).deploy));

export const keyValue = (value: unknown): KeyValue => {
  const read = object<KeyValue>('a Key Value', value, ['id', 'name', 'plan', 'region', 'status']);
  return { ...read, options: read.options ?? {}, ipAllowList: list('an allow list', read.ipAllowList, same) };
};

export const connectionInfo = (value: unknown) =>
  object<{ internalConnectionString: string; externalConnectionString: string; cliCommand: string }>(
    'connection info',
    value,
    ['internalConnectionString', 'externalConnectionString', 'cliCommand'],
  );

export const envGroup = (value: unknown): EnvGroup => {
  const read = object<EnvGroup>('an env group', value, ['id', 'name', 'ownerId']);
  return {
    ...read,
    serviceLinks: list('links', read.serviceLinks, same),
    envVars: list('env vars', read.envVars, same),
    secretFiles: list('secret files', read.secretFiles, same),
  };
};

export const project = (value: unknown): Project => {
  const read = object<Project>('a project', value, ['id', 'name']);
  return { ...read, environmentIds: list('environments', read.environmentIds, same) };
};

export const environment = (value: unknown): Environment => {
  const texts = ['id', 'name', 'projectId', 'protectedStatus'] as const;
  const read = object<Environment & Json>('an environment', value, texts);
  const lists = ['serviceIds', 'databasesIds', 'redisIds', 'envGroupIds'];
  return { ...read, members: lists.flatMap((name): string[] => list('ids', read[name], same)) };
};

export const customDomain = (value: unknown): CustomDomain =>
  object<CustomDomain>('a custom domain', value, ['id', 'name', 'verificationStatus']);

export const customDomains = (value: unknown): CustomDomain[] => list('custom domains', value, customDomain);

export const credential = (value: unknown): Credential =>
  object<Credential>('a registry credential', value, ['id', 'name', 'registry', 'username']);

export const disk = (value: unknown): Disk => object<Disk>('a disk', value, ['id', 'name', 'mountPath']);
export const envVar = (value: unknown) =>
  object<{ key: string; value: string }>('an env var', value, ['key']);
export const secretFile = (value: unknown) =>
  object<{ name: string; content: string }>('a secret file', value, ['name']);
export const header = (value: unknown) =>
  object<{ path: string; name: string; value: string }>('a header', value, ['path', 'name', 'value']);
export const route = (value: unknown) =>
  object<{ type: string; source: string; destination: string }>('a route', value, [
    'type',
    'source',
    'destination',
  ]);
export const owner = (value: unknown) =>
  object<{ id: string; name: string; type: string }>('a workspace', value, ['id', 'name']);
export const logPage = (value: unknown) =>
  list('log lines', object<{ logs: unknown }>('a page of logs', value).logs, (line) =>
    object<{ message: string; timestamp: string }>('a log line', line, ['message']),
  );
