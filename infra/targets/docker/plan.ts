import { network, product, servicesOn } from '../../catalog/index.ts';
import type { Resources, Service, ServiceName } from '../../catalog/types.ts';
import type { Settings } from '../../settings.ts';
import { limitsOf } from '../limits.ts';
import type { PlannedContainer } from './container-spec.ts';
import { type BuiltImage, type BuiltName, type PlannedImage, planImage } from './images.ts';
import { type RecipeContext, recipes } from './recipes/index.ts';

/**
 * The containers of the product on one Docker engine, as a pure function of the catalogue, the settings of the stack
 * and what is to be deployed.
 */

/** What the plan needs to know besides the settings. */
export interface DockerFacts extends Omit<RecipeContext, 'settings'> {
  images: Readonly<Record<BuiltName, BuiltImage>>;
}

/** A service with the containers that run it. */
export interface PlannedService {
  name: ServiceName;
  image: PlannedImage;
  /** One for each replica. */
  containers: [PlannedContainer, ...PlannedContainer[]];
  /** Services that must be healthy first. */
  dependsOn: ServiceName[];
}

export interface DockerPlan {
  /** Name of the bridge network. */
  network: string;
  /** Name of each volume on the engine, by the name its containers use. */
  volumes: Record<string, string>;
  /** In the order in which they depend on each other. */
  services: PlannedService[];
}

export function planDocker(settings: Settings, facts: DockerFacts): DockerPlan {
  const wanted = servicesOn('docker').filter(({ name }) => isWanted(name, settings, facts.given));
  const services = wanted.map((entry) => planService(entry, settings, facts));
  return {
    network: nameOnEngine(settings.stack, network.name),
    volumes: Object.fromEntries(
      volumesOf(services).map((volume) => [volume, nameOnEngine(settings.stack, `${product}-${volume}`)]),
    ),
    services,
  };
}

/** All that watches a product which runs elsewhere. */
const watching: readonly ServiceName[] = ['prometheus', 'alertmanager', 'grafana'];

function isWanted(name: ServiceName, { docker }: Settings, given: DockerFacts['given']): boolean {
  return docker.watchedApi ? watching.includes(name) : !isGiven(name, given);
}

/** An operator's own database or Redis needs no container. */
const isGiven = (name: ServiceName, given: DockerFacts['given']): boolean =>
  (name === 'postgres' && given.postgres) || (name === 'redis' && given.redis);

/** The names of the requirements belong to the stack `docker`; another stack on the same engine gets its own. */
const nameOnEngine = (stack: string, name: string): string =>
  stack === 'docker' ? name : `${name}-${stack}`;

function planService(entry: Service, settings: Settings, facts: DockerFacts): PlannedService {
  const replicas = entry.name === 'backend' ? settings.backendReplicas : entry.replicas;
  const planOf = (index: number): PlannedContainer => {
    const name = entry.name === 'backend' ? `${entry.name}-${index + 1}` : entry.name;
    return planContainer(name, entry, settings, facts);
  };
  const others = Array.from({ length: replicas - 1 }, (_, index) => planOf(index + 1));
  return {
    name: entry.name,
    image: planImage(entry, settings, facts.images),
    containers: [planOf(0), ...others],
    dependsOn: entry.dependsOn.filter((name) => !isGiven(name, facts.given)),
  };
}

function planContainer(
  name: string,
  entry: Service,
  settings: Settings,
  facts: DockerFacts,
): PlannedContainer {
  const { user, env, ...recipe } = recipes[entry.name]({ settings, ...facts });
  const limits = limitsOf(settings, entry);
  return {
    ...recipe,
    name,
    service: entry.name,
    user: typeof user === 'string' ? user : 'root',
    env: { ...entry.env, ...env },
    aliases: [...new Set([entry.name, name])],
    limits,
    reservations: atMost(entry.reservations, limits),
  };
}

/** The engine refuses a reservation above its limit. */
const atMost = (wanted: Resources, limits: Resources): Resources => ({
  cpus: Math.min(wanted.cpus, limits.cpus),
  memoryMb: Math.min(wanted.memoryMb, limits.memoryMb),
});

function volumesOf(services: readonly PlannedService[]): string[] {
  const mounts = services.flatMap(({ containers }) => containers.flatMap(({ mounts: used = [] }) => used));
  return [...new Set(mounts.flatMap(({ from }) => (from.kind === 'volume' ? [from.volume] : [])))];
}
