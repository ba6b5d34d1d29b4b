import {
  allowDataLoss,
  env,
  environmentId,
  everywhere,
  idOf,
  ipAllowList,
  name,
  ownerId,
  region,
  secretFiles,
} from '../fields/common.ts';
import type { Field, Fields } from '../fields/field.ts';
import * as normalise from '../fields/normalise.ts';
import { paidPlans, servicePlan, webPlans } from '../fields/plans.ts';
import { choice, flag, listOf, objectOf, type Shape, text, textsByName, whole } from '../fields/shape.ts';

/** The inputs of the five kinds of services. What a change does is `vendor/facts.md` §1.3. */

const deploying = (shape: Shape, fallback: unknown, normal?: Field['normal']): Field => ({
  shape,
  change: 'update',
  deploys: true,
  fallback,
  ...(normal ? { normal } : {}),
});
const updating = (shape: Shape, fallback: unknown): Field => ({ shape, change: 'update', fallback });

const globs = listOf(text());
const percentage = whole(1, 90);

const identity: Fields = { name, ownerId, environmentId };

const behaviour: Fields = {
  rollbackOnFailure: { shape: flag, change: 'ignored' },
  deployTimeoutSeconds: { shape: whole(1, 6 * 3_600), change: 'ignored' },
  triggers: { shape: textsByName(/./), change: 'note', deploys: true, fallback: {} },
};

const configuration: Fields = {
  env,
  secretFiles,
  envGroupIds: deploying(listOf(idOf('evg')), [], normalise.sorted),
};

const repository: Fields = {
  repo: deploying(text(/^\S+$/, 'the address of a repository'), '', normalise.repository),
  branch: deploying(text(/^\S+$/, 'the name of a branch'), 'main'),
  rootDir: deploying(text(), ''),
  buildFilter: {
    ...updating(objectOf({ 'paths?': globs, 'ignoredPaths?': globs }), {}),
    normal: normalise.buildFilter,
  },
  autoDeploy: updating(choice('commit', 'checksPass', 'off'), 'off'),
  buildCommand: deploying(text(), ''),
};

const running: Fields = {
  runtime: {
    ...deploying(choice('docker', 'elixir', 'go', 'node', 'python', 'ruby', 'rust', 'image'), undefined),
    required: true,
  },
  image: deploying(text(/^\S+$/, 'the reference of an image'), '', normalise.image),
  registryCredentialId: deploying(idOf('rgc'), ''),
  region,
  startCommand: deploying(text(), ''),
  dockerCommand: deploying(text(), ''),
  dockerContext: deploying(text(), '.', normalise.dockerContext),
  dockerfilePath: deploying(text(), './Dockerfile', normalise.dockerfilePath),
};

const plan = (plans: readonly string[]): Field => ({
  ...deploying(choice(...plans), undefined, servicePlan),
  required: true,
});

const commit: Fields = {
  commit: {
    shape: text(/^[0-9a-f]{7,40}$/, 'the id of a commit'),
    change: 'note',
    deploys: true,
    inherits: true,
  },
};

const previews: Fields = { previews: updating(choice('off', 'manual', 'automatic'), 'off') };

const lasting: Fields = {
  numInstances: updating(whole(1, 100), 1),
  autoscaling: updating(
    objectOf({
      min: whole(1, 100),
      max: whole(1, 100),
      'cpuPercentage?': percentage,
      'memoryPercentage?': percentage,
    }),
    null,
  ),
  disk: deploying(
    objectOf({
      name: text(/./, 'a name'),
      mountPath: text(/^\/./, 'a path from the root'),
      sizeGB: whole(1, 16_384),
    }),
    null,
  ),
  preDeployCommand: deploying(text(), ''),
  maxShutdownDelaySeconds: deploying(whole(1, 300), 30),
  allowDataLoss,
  ...commit,
  ...previews,
};

const everyKind: Fields = { ...identity, ...repository, ...configuration, ...behaviour };
const subdomain: Fields = { renderSubdomainPolicy: updating(choice('enabled', 'disabled'), 'enabled') };

const privateService: Fields = { ...everyKind, ...running, ...lasting, plan: plan(paidPlans) };

export const serviceFields = {
  web_service: {
    ...privateService,
    plan: plan(webPlans),
    healthCheckPath: deploying(text(/^(\/\S*)?$/, 'a path that starts with /'), ''),
    maintenanceMode: {
      ...updating(objectOf({ enabled: flag, 'uri?': text() }), { enabled: false }),
      normal: normalise.members({ enabled: false, uri: '' }),
    },
    ipAllowList: ipAllowList(everywhere),
    internalRouting: { shape: choice('ipOnly'), change: 'replace', fallback: '' },
    ...subdomain,
  },
  private_service: privateService,
  background_worker: privateService,
  cron_job: {
    ...everyKind,
    ...running,
    plan: plan(paidPlans),
    schedule: {
      ...deploying(text(/^\S+( \S+){4}$/, 'a schedule of five fields, in UTC'), undefined),
      required: true,
    },
  },
  static_site: {
    ...everyKind,
    ...commit,
    ...previews,
    ...subdomain,
    publishPath: deploying(text(), 'public'),
    ipAllowList: ipAllowList(everywhere),
    headers: {
      ...updating(listOf(objectOf({ path: text(/^\//, 'a path'), name: text(), value: text() })), []),
      normal: normalise.unordered('path', 'name', 'value'),
    },
    routes: {
      ...updating(
        listOf(objectOf({ type: choice('redirect', 'rewrite'), source: text(), destination: text() })),
        [],
      ),
      normal: normalise.ordered('type', 'source', 'destination'),
    },
  },
} as const satisfies Record<string, Fields>;

export type ServiceType = keyof typeof serviceFields;
