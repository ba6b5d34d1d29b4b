import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { buildAll } from '../../build/build.ts';
import { catalog } from '../../catalog/index.ts';
import type { Reference } from '../../catalog/types.ts';
import { type ContainerPlace, ContainerService } from '../../components/container-service.ts';
import { costOf } from '../../cost.ts';
import type { ServiceOutput, StackOutputs } from '../../outputs.ts';
import type { Settings } from '../../settings.ts';
import { projectDir } from '../../toolchain/project.ts';
import { type Given, givenSetting } from '../given.ts';
import { settingOf } from '../local-plan.ts';
import { schedulesOfScheduler } from '../schedules.ts';
import { type SecretOf, secretMaker } from '../secrets.ts';
import { inspectForDocker } from './host.ts';
import type { PlannedImage } from './images.ts';
import { type DockerFacts, type DockerPlan, type PlannedService, planDocker } from './plan.ts';
import { containerPort, hostPort } from './ports.ts';
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
  const plan = planDocker(settings, facts);
  const secretOf = secretMaker({ protect: true });
  const databaseUrl = given.databaseUrl ?? postgresUrl(secretOf('postgres-password'));
  const redisUrl = given.redisUrl ?? redisUrlOf(secretOf('redis-password'));
  const resolve = resolver(settings, facts, given, secretOf, { databaseUrl, redisUrl });

  const network = new docker.Network('network', { name: plan.network, driver: catalog.network.driver });
  const volumes = makeVolumes(plan);
  const images = makeImages(plan);
  makeServices(plan, images, { stack: settings.stack, network: network.name, volumes, resolve });

  return {
    ...addresses(settings),
    services: plan.services.map(serviceOutput),
    schedules: schedulesOfScheduler(),
    databaseUrl,
    redisUrl,
    internalApiKey: secretOf('internal-api-key'),
    cost: costOf(settings),
    warnings: warningsOf(settings),
  };
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

function resolver(
  settings: Settings,
  { images }: DockerFacts,
  given: Given,
  secretOf: SecretOf,
  urls: { databaseUrl: pulumi.Output<string>; redisUrl: pulumi.Output<string> },
): ContainerPlace['resolve'] {
  const told = { release: images.app.revision, publicUrl: addresses(settings).webUrl, mailUrl: null };
  return (reference: Reference, as) => {
    if (reference.from === 'secret') return secretOf(reference.secret, as);
    if (reference.from === 'setting')
      return givenSetting(given, reference.setting) ?? settingOf(settings, told, reference.setting);
    if (reference.service === 'postgres') return urls.databaseUrl;
    if (reference.service === 'redis') return urls.redisUrl;
    return `http://${reference.service}:${containerPort(reference.service)}`;
  };
}

const postgresUrl = (password: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.interpolate`postgres://${database.role}:${password}@postgres:${containerPort('postgres')}/${database.name}`;

const redisUrlOf = (password: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.interpolate`redis://:${password}@redis:${containerPort('redis')}`;

type Addresses = Pick<StackOutputs, 'apiUrl' | 'prometheusUrl' | 'grafanaUrl'> & { webUrl: string };

function addresses(settings: Settings): Addresses {
  const { domain, publicAddress, grafanaAddress } = settings.docker;
  const prometheusUrl = `http://localhost:${hostPort(settings, 'prometheus')}`;
  const grafanaUrl = `http://${hostOf(grafanaAddress)}:${hostPort(settings, 'grafana')}`;
  const open = domain ? `https://${domain}` : `http://${hostOf(publicAddress)}`;
  return {
    webUrl: domain ? open : `${open}:${hostPort(settings, 'frontend')}`,
    apiUrl: `${open}:${hostPort(settings, 'backend')}`,
    prometheusUrl,
    grafanaUrl,
  };
}

/** How a browser on this machine names an address that something listens on. */
function hostOf(address: string): string {
  if (address === '127.0.0.1' || address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}

function serviceOutput({ name, image, containers }: PlannedService): ServiceOutput {
  const [first] = containers;
  return {
    name,
    // A deployment waits until every container that can be asked is healthy.
    status: first?.health ? 'healthy' : 'running',
    url: null,
    version: image.build ? (image.build.args.REVISION ?? image.name) : image.name,
    replicas: containers.length,
    limits: first?.limits ?? null,
  };
}

function warningsOf({ docker: { domain, publicAddress } }: Settings): string[] {
  if (domain || publicAddress === '127.0.0.1') return [];
  return [
    `Proxy: it listens on ${publicAddress} without TLS. Give it a name: npx pulumi config set proxy:domain <name>`,
  ];
}
