import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { buildAll } from '../../build/build.ts';
import { catalog } from '../../catalog/index.ts';
import type { Reference } from '../../catalog/types.ts';
import type { ContainerPlace } from '../../components/container-place.ts';
import { ContainerService } from '../../components/container-service.ts';
import { SwarmService } from '../../components/swarm-service.ts';
import { costOf } from '../../cost.ts';
import type { StackOutputs } from '../../outputs.ts';
import { type Settings, SettingsError } from '../../settings.ts';
import { projectDir } from '../../toolchain/project.ts';
import { type Given, givenSetting } from '../given.ts';
import { settingOf } from '../local-plan.ts';
import { schedulesOfScheduler } from '../schedules.ts';
import { type SecretOf, secretMaker } from '../secrets.ts';
import { inspectForDocker } from './host.ts';
import type { PlannedImage } from './images.ts';
import { addresses, serviceOutput, warningsOf } from './outputs.ts';
import { type DockerFacts, type DockerPlan, planDocker } from './plan.ts';
import { containerPort } from './ports.ts';
import { backupPlaceOf } from './recipes/app.ts';
import { database } from './recipes/stores.ts';

/** The whole product on one Docker engine. */
export async function deployDocker(
  settings: Settings,
  given: Given,
): Promise<StackOutputs<pulumi.Output<string>>> {
  await buildAll();
  const facts = inspectForDocker({ postgres: given.databaseUrl !== null, redis: given.redisUrl !== null });
  return makeDocker(settings, given, facts);
}

/** The same of facts that are known; makes every resource of the stack. */
export function makeDocker(
  settings: Settings,
  given: Given,
  facts: DockerFacts,
): StackOutputs<pulumi.Output<string>> {
  if (settings.docker.watchedApi) requireKeyOf(settings.docker.watchedApi);
  const plan = planDocker(settings, facts);
  const secretOf = secretMaker({ protect: true });
  const urls = settings.docker.watchedApi ? noStores : storeUrls(given, secretOf);
  const resolve = resolver(settings, facts, given, secretOf, urls);

  const network = new docker.Network('network', {
    name: plan.network,
    driver: settings.docker.swarm ? 'overlay' : catalog.network.driver,
  });
  const volumes = makeVolumes(plan);
  const place = { stack: settings.stack, network: network.name, volumes, resolve };
  if (settings.docker.swarm) makeSwarmServices(plan, place);
  else makeServices(plan, makeImages(plan), place);

  return {
    ...addresses(settings),
    services: plan.services.map(serviceOutput),
    schedules: settings.docker.watchedApi ? [] : schedulesOfScheduler(),
    ...urls,
    internalApiKey: secretOf('internal-api-key'),
    ...(settings.docker.watchedApi
      ? { backupKey: null, backupTo: null }
      : { backupKey: secretOf('backup-key'), backupTo: backupPlaceOf(settings) }),
    cost: costOf(settings),
    warnings: warningsOf(settings),
  };
}

type StoreUrls = Record<'databaseUrl' | 'ownerDatabaseUrl' | 'redisUrl', pulumi.Output<string> | null>;

const noStores: StoreUrls = { databaseUrl: null, ownerDatabaseUrl: null, redisUrl: null };

const storeUrls = ({ databaseUrl, redisUrl }: Given, secretOf: SecretOf): StoreUrls => ({
  databaseUrl: databaseUrl ?? postgresUrl(database.role, secretOf('postgres-password')),
  ownerDatabaseUrl: databaseUrl ? null : postgresUrl(database.owner, secretOf('postgres-owner-password')),
  redisUrl: redisUrl ?? redisUrlOf(secretOf('redis-password')),
});

/** The key of an API elsewhere cannot be made up here. */
function requireKeyOf(api: URL): void {
  if (new pulumi.Config('secrets').getSecret('internal-api-key')) return;
  throw new SettingsError(
    `The stack watches ${api.origin}, but has not its key.\n` +
      'Give it: npx pulumi config set --secret secrets:internal-api-key <key>   ' +
      '(there: npx pulumi stack output internalApiKey --show-secrets)',
  );
}

/** They hold data: taking the stack down leaves them, and only `--purge` deletes them. */
function makeVolumes({ volumes }: DockerPlan): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(volumes).map(([volume, name]) => [
      volume,
      new docker.Volume(volume, { name }, { protect: true }).name,
    ]),
  );
}

/**
 * By the name of the resource; services of one image share it. Those that are built come one after the other: they
 * begin with the same steps, which the engine then does once.
 */
function makeImages({ services }: DockerPlan): Map<string, docker.RemoteImage> {
  const images = new Map<string, docker.RemoteImage>();
  const built: docker.RemoteImage[] = [];
  for (const { image } of services) {
    if (images.has(image.resource)) continue;
    const dependsOn = image.build ? [...built] : [];
    const made = new docker.RemoteImage(image.resource, imageArgs(image), { dependsOn });
    images.set(image.resource, made);
    if (image.build) built.push(made);
  }
  return images;
}

/** What was pulled stays on the engine, where other stacks may use it; what was built goes with its stack. */
function imageArgs({ name, build }: PlannedImage): docker.RemoteImageArgs {
  if (!build) return { name, keepLocally: true };
  const { dockerfile, args: buildArgs } = build;
  return { name, keepLocally: false, build: { context: projectDir, dockerfile, buildArgs, tags: [name] } };
}

function makeServices(
  { services }: DockerPlan,
  images: ReadonlyMap<string, docker.RemoteImage>,
  place: Omit<ContainerPlace, 'imageId'>,
): void {
  const made = new Map<string, ContainerService>();
  for (const { name, image, containers, dependsOn } of services) {
    const imageId = images.get(image.resource)?.imageId ?? image.name;
    const first = dependsOn.flatMap((other) => made.get(other) ?? []);
    made.set(name, new ContainerService(name, containers, { ...place, imageId }, { dependsOn: first }));
  }
}

/** Every node pulls what it runs; what a service waits for is that its peers answer, wherever they are. */
function makeSwarmServices({ services }: DockerPlan, place: Omit<ContainerPlace, 'imageId'>): void {
  const made = new Map<string, SwarmService>();
  for (const { name, image, containers, dependsOn } of services) {
    const first = dependsOn.flatMap((other) => made.get(other) ?? []);
    made.set(
      name,
      new SwarmService(name, containers, { ...place, imageId: image.name }, { dependsOn: first }),
    );
  }
}

function resolver(
  settings: Settings,
  { images }: DockerFacts,
  given: Given,
  secretOf: SecretOf,
  urls: StoreUrls,
): ContainerPlace['resolve'] {
  const told = {
    release: images.app.revision,
    publicUrl: addresses(settings).webUrl ?? '',
    mailUrl: null,
    prometheusUrl: `http://prometheus:${containerPort('prometheus')}`,
    prometheusLink: addresses(settings).prometheusUrl,
    grafanaLink: addresses(settings).grafanaUrl,
    backupTo: backupPlaceOf(settings),
  };
  return (reference: Reference, as) => {
    if (reference.from === 'secret') return secretOf(reference.secret, as);
    if (reference.from === 'setting')
      return givenSetting(given, reference.setting) ?? settingOf(settings, told, reference.setting);
    if (reference.service === 'postgres')
      return urls[reference.attribute === 'ownerUrl' ? 'ownerDatabaseUrl' : 'databaseUrl'] ?? undefined;
    if (reference.service === 'redis') return urls.redisUrl ?? undefined;
    return `http://${reference.service}:${containerPort(reference.service)}`;
  };
}

const postgresUrl = (role: string, password: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.interpolate`postgres://${role}:${password}@postgres:${containerPort('postgres')}/${database.name}`;

const redisUrlOf = (password: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.interpolate`redis://:${password}@redis:${containerPort('redis')}`;
