import * as pulumi from '@pulumi/pulumi';
import { buildAll } from '../build/build.ts';
import { catalog, environment, service } from '../catalog/index.ts';
import type { Reference, SecretName } from '../catalog/types.ts';
import { estimateCost } from '../cost.ts';
import type { ServiceOutput, StackOutputs } from '../outputs.ts';
import { Job, Postgres, Process, Secret } from '../plugins/local/sdk.ts';
import type { Settings } from '../settings.ts';
import { inspectHost } from './local-host.ts';
import {
  type LocalHost,
  type LocalPlan,
  type PlannedProcess,
  planLocal,
  portOf,
  resolveEnv,
  settingOf,
  urlsOf,
} from './local-plan.ts';

/** A PostgreSQL or Redis that the operator has already; used instead of starting one. */
export interface Given {
  databaseUrl: pulumi.Output<string> | null;
  redisUrl: pulumi.Output<string> | null;
}

type Resolve = (reference: Reference) => pulumi.Output<string> | string | undefined;

/** The whole product as processes of this machine. */
export async function deployLocal(
  settings: Settings,
  given: Given,
): Promise<StackOutputs<pulumi.Output<string>>> {
  await buildAll();
  const host = inspectHost(settings, 'built');
  const plan = planLocal(settings, host);
  const secrets = new Map<SecretName, Secret>();
  const secretOf = (name: SecretName): pulumi.Output<string> => makeSecret(secrets, name).value;

  const postgres = given.databaseUrl ? null : makePostgres(plan, host, secretOf('postgres-password'));
  const databaseUrl = given.databaseUrl ?? postgres?.url ?? null;
  const redisUrl =
    given.redisUrl ?? (plan.redis ? localRedisUrl(settings, secretOf('redis-password')) : null);
  const resolve = resolver(settings, host, secretOf, databaseUrl, redisUrl);

  const redis = given.redisUrl || !plan.redis ? null : makeProcess(plan.redis, host, resolve, []);
  const stores = [postgres, redis].filter((resource) => resource !== null);
  const migrate = makeMigration(plan, resolve, stores);
  const processes = makeProcesses(plan, host, resolve, [...stores, migrate]);

  return {
    webUrl: `http://localhost:${portOf(settings, 'frontend')}`,
    apiUrl: `http://localhost:${portOf(settings, 'backend')}`,
    prometheusUrl: null,
    grafanaUrl: null,
    services: [
      storeOutput('postgres', settings, postgres?.status, postgres?.version),
      ...(redis || given.redisUrl ? [storeOutput('redis', settings, redis?.status, undefined)] : []),
      ...processes.map((process, index) => processOutput(plan.processes[index], process, host)),
    ] as ServiceOutput[],
    schedules: catalog.jobs
      .filter((job) => job.pipeline)
      .map(({ name, cron, purpose }) => ({ name, cron, purpose, runner: 'scheduler' })),
    databaseUrl,
    redisUrl,
    internalApiKey: secretOf('internal-api-key'),
    cost: estimateCost(environment(settings.stack) ?? localEnvironment, settings.budgetUsd),
    warnings: [...plan.warnings, ...monitoringWarnings],
  };
}

const localEnvironment = catalog.environments[0] as (typeof catalog.environments)[number];

const monitoringWarnings = [
  'Prometheus: not part of the local stack yet; the API exposes its metrics at /metrics.',
  'Grafana: runs on the docker stack only.',
];

function makeSecret(made: Map<SecretName, Secret>, name: SecretName): Secret {
  const known = made.get(name);
  if (known) return known;
  const length = catalog.secrets.find((secret) => secret.name === name)?.length ?? 32;
  const secret = new Secret(name, { length });
  made.set(name, secret);
  return secret;
}

function makePostgres({ postgres }: LocalPlan, host: LocalHost, password: pulumi.Output<string>): Postgres {
  // Deleting the resource stops the server and keeps its data: `npm run down -- --purge` is what removes it.
  return new Postgres(postgres.name, { ...postgres, dataRoot: host.dataRoot, password });
}

function makeMigration({ migrate }: LocalPlan, resolve: Resolve, after: pulumi.Resource[]): Job {
  return new Job(migrate.name, { ...migrate, env: resolveEnv(migrate.env, resolve) }, { dependsOn: after });
}

function makeProcesses(
  plan: LocalPlan,
  host: LocalHost,
  resolve: Resolve,
  first: pulumi.Resource[],
): Process[] {
  const made = new Map<string, Process>();
  for (const planned of plan.processes) {
    const dependencies = planned.dependsOn.flatMap((name) => made.get(name) ?? []);
    made.set(planned.name, makeProcess(planned, host, resolve, [...first, ...dependencies]));
  }
  return [...made.values()];
}

function makeProcess(
  planned: PlannedProcess,
  host: LocalHost,
  resolve: Resolve,
  dependsOn: pulumi.Resource[],
): Process {
  const { env, stdin, ...spec } = planned;
  return new Process(
    planned.name,
    {
      ...spec,
      dataRoot: host.dataRoot,
      runAs: null,
      env: resolveEnv(env, resolve),
      stdin:
        stdin &&
        pulumi.concat(...stdin.map((piece) => (typeof piece === 'string' ? piece : (resolve(piece) ?? '')))),
    },
    { dependsOn },
  );
}

function resolver(
  settings: Settings,
  host: LocalHost,
  secretOf: (name: SecretName) => pulumi.Output<string>,
  databaseUrl: pulumi.Output<string> | null,
  redisUrl: pulumi.Output<string> | null,
): Resolve {
  return (reference) => {
    if (reference.from === 'secret') return secretOf(reference.secret);
    if (reference.from === 'setting') return settingOf(settings, host, reference.setting);
    if (reference.service === 'postgres') return databaseUrl ?? undefined;
    if (reference.service === 'redis') return redisUrl ?? undefined;
    return urlsOf(settings, reference.service).join(',');
  };
}

function localRedisUrl(settings: Settings, password: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.interpolate`redis://:${password}@127.0.0.1:${portOf(settings, 'redis')}`;
}

type Unresolved<T> = { [Key in keyof T]: pulumi.Input<T[Key]> };

function storeOutput(
  name: 'postgres' | 'redis',
  settings: Settings,
  status: pulumi.Output<string> | undefined,
  version: pulumi.Output<string> | undefined,
): Unresolved<ServiceOutput> {
  const { limits } = service(name);
  return {
    name,
    status: status ?? 'external',
    url: status ? `127.0.0.1:${portOf(settings, name)}` : null,
    version: version ?? 'as installed',
    replicas: 1,
    limits: status && name === 'redis' ? limits : null,
  };
}

function processOutput(
  planned: PlannedProcess | undefined,
  process: Process,
  host: LocalHost,
): Unresolved<ServiceOutput> {
  const name = planned?.name ?? '';
  const entry = catalog.services.find((candidate) => candidate.name === name);
  return {
    name,
    status: process.status,
    url: planned?.port ? `http://localhost:${planned.port}` : null,
    version: host.release,
    replicas: planned?.replicas ?? 1,
    limits: entry?.limits ?? null,
  };
}
