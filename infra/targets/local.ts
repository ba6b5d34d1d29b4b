import * as pulumi from '@pulumi/pulumi';
import { buildAll } from '../build/build.ts';
import { catalog, service } from '../catalog/index.ts';
import type { Reference } from '../catalog/types.ts';
import { costOf } from '../cost.ts';
import type { ServiceOutput, StackOutputs } from '../outputs.ts';
import { Job, Postgres, Process } from '../plugins/local/sdk.ts';
import type { Settings } from '../settings.ts';
import { type Given, givenSetting } from './given.ts';
import { inspectHost } from './local-host.ts';
import { monitoringWarnings, planMonitoring } from './local-monitoring.ts';
import {
  type LocalHost,
  type LocalPlan,
  localFacts,
  localPrometheusUrl,
  type PlannedProcess,
  planLocal,
  portOf,
  resolveEnv,
  settingOf,
  urlsOf,
} from './local-plan.ts';
import { schedulesOfScheduler } from './schedules.ts';
import { type SecretOf, secretMaker } from './secrets.ts';

/**
 * The value of a reference. A program takes every secret that is `accepted` (the default) from its environment, and sends
 * the `value` that it finds in its files.
 */
type Resolve = (
  reference: Reference,
  as?: 'accepted' | 'value',
) => pulumi.Output<string> | string | undefined;

/** The whole product as processes of this machine. */
export async function deployLocal(
  settings: Settings,
  given: Given,
): Promise<StackOutputs<pulumi.Output<string>>> {
  await buildAll();
  const host = inspectHost(settings, 'built');
  const plan = planLocal(settings, host);
  const secretOf = secretMaker();

  const postgres = given.databaseUrl ? null : makePostgres(plan, host, secretOf);
  const database = { url: given.databaseUrl ?? postgres?.url, ownerUrl: postgres?.ownerUrl };
  const redisUrl =
    given.redisUrl ?? (plan.redis ? localRedisUrl(settings, secretOf('redis-password')) : null);
  const resolve = resolver(settings, host, given, secretOf, database, redisUrl);

  const redis = given.redisUrl || !plan.redis ? null : makeProcess(plan.redis, host, resolve, []);
  const stores = [postgres, redis].filter((resource) => resource !== null);
  const migrate = makeMigration(plan, resolve, postgres, stores);
  const processes = makeProcesses(plan, host, resolve, [...stores, migrate]);
  const watching = planMonitoring(settings, host, redisUrl !== null);
  const watchers = watching.map((planned) => makeProcess(planned, host, resolve, []));

  return {
    webUrl: `http://localhost:${portOf(settings, 'frontend')}`,
    apiUrl: `http://localhost:${portOf(settings, 'backend')}`,
    prometheusUrl: localPrometheusUrl(settings, host),
    grafanaUrl: null,
    services: [
      storeOutput('postgres', settings, postgres?.status, postgres?.version),
      ...(redis || given.redisUrl ? [storeOutput('redis', settings, redis?.status, undefined)] : []),
      ...processes.map((process, index) => processOutput(plan.processes[index], process, host.release)),
      ...watchers.map((process, index) => processOutput(watching[index], process, 'of this machine')),
    ] as ServiceOutput[],
    schedules: schedulesOfScheduler(),
    databaseUrl: database.url ?? null,
    ownerDatabaseUrl: database.ownerUrl ?? null,
    redisUrl,
    internalApiKey: secretOf('internal-api-key'),
    backupKey: secretOf('backup-key'),
    backupTo: localFacts(settings, host).backupTo,
    cost: costOf(settings),
    warnings: [...plan.warnings, ...monitoringWarnings(host.monitoring), noGrafana],
  };
}

const noGrafana = 'Grafana: runs on the docker stack only.';

function makePostgres({ postgres }: LocalPlan, host: LocalHost, secretOf: SecretOf): Postgres {
  // Deleting the resource stops the server and keeps its data: `npm run down -- --purge` is what removes it.
  return new Postgres(postgres.name, {
    ...postgres,
    dataRoot: host.dataRoot,
    password: secretOf('postgres-password'),
    ownerPassword: secretOf('postgres-owner-password'),
  });
}

/** It runs again when its code is another, and when the data is: a folder that was deleted came back without tables. */
function makeMigration(
  { migrate }: LocalPlan,
  resolve: Resolve,
  postgres: Postgres | null,
  after: pulumi.Resource[],
): Job {
  const revision = postgres
    ? pulumi.interpolate`${migrate.revision} on ${postgres.cluster}`
    : migrate.revision;
  const env = resolveEnv(migrate.env, resolve);
  return new Job(migrate.name, { ...migrate, revision, env }, { dependsOn: after });
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

/** Its environment takes secrets old and new while they are rotated; what it sends, from files or its input, is the new one. */
export function makeProcess(
  planned: PlannedProcess,
  host: LocalHost,
  resolve: Resolve,
  dependsOn: pulumi.Resource[],
): Process {
  const { env, files, stdin, ...spec } = planned;
  return new Process(
    planned.name,
    {
      ...spec,
      dataRoot: host.dataRoot,
      runAs: null,
      env: resolveEnv(env, resolve),
      ...(files ? { files: resolveEnv(files, (reference) => resolve(reference, 'value')) } : {}),
      stdin:
        stdin &&
        pulumi.concat(
          ...stdin.map((piece) => (typeof piece === 'string' ? piece : (resolve(piece, 'value') ?? ''))),
        ),
    },
    { dependsOn },
  );
}

function resolver(
  settings: Settings,
  host: LocalHost,
  given: Given,
  secretOf: SecretOf,
  database: { url: pulumi.Output<string> | undefined; ownerUrl: pulumi.Output<string> | undefined },
  redisUrl: pulumi.Output<string> | null,
): Resolve {
  return (reference, as = 'accepted') => {
    if (reference.from === 'secret') return secretOf(reference.secret, as);
    if (reference.from === 'setting') {
      const own = givenSetting(given, reference.setting);
      return own ?? settingOf(settings, localFacts(settings, host), reference.setting);
    }
    if (reference.service === 'postgres')
      return reference.attribute === 'ownerUrl' ? database.ownerUrl : database.url;
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
  version: string,
): Unresolved<ServiceOutput> {
  const name = planned?.name ?? '';
  const entry = catalog.services.find((candidate) => candidate.name === name);
  return {
    name,
    status: process.status,
    url: planned?.port ? `http://localhost:${planned.port}` : null,
    version,
    replicas: planned?.replicas ?? 1,
    limits: entry?.limits ?? null,
  };
}
