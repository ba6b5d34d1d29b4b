import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { Reference } from '../catalog/types.ts';
import type { PlannedContainer, PlannedMount, Text } from '../targets/docker/container-spec.ts';
import { serviceLabel, stackLabel } from '../targets/docker/labels.ts';

/** What a planned container needs of the stack around it. */
export interface ContainerPlace {
  stack: string;
  imageId: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** Name on the engine of each volume. */
  volumes: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The value of a reference; undefined leaves the variable out. A program takes every secret that is `accepted` from
   * its environment, and sends the `value` that it finds in its files.
   */
  resolve: (reference: Reference, as: 'accepted' | 'value') => pulumi.Input<string> | undefined;
}

/**
 * A service on a Docker engine: one container for each replica.
 *
 * Replicas are made one after the other, each healthy before the next. Where old and new can run side by side, the
 * new ones are all healthy before the first old one is asked to end, so that a deployment loses no request; the
 * memory of both is needed meanwhile.
 */
export class ContainerService extends pulumi.ComponentResource {
  readonly containers: docker.Container[] = [];

  constructor(
    name: string,
    planned: readonly PlannedContainer[],
    place: ContainerPlace,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('electricity:docker:Service', name, {}, options);
    for (const replica of planned) {
      const before = this.containers.at(-1);
      const container = new docker.Container(replica.name, containerArgs(replica, place), {
        parent: this,
        dependsOn: before ? [before] : [],
        deleteBeforeReplace: replica.exclusive,
      });
      this.containers.push(container);
    }
    this.registerOutputs();
  }
}

/** Longest that a container may take until it is healthy, in seconds. */
const healthyWithinSeconds = 180;
const defaultStopSeconds = 10;

/** The inputs of one container; the limits are hard ones, without swap beside the memory. */
function containerArgs(planned: PlannedContainer, place: ContainerPlace): docker.ContainerArgs {
  const { limits, reservations, stopSeconds = defaultStopSeconds, health } = planned;
  return {
    image: place.imageId,
    hostname: planned.name,
    user: planned.user,
    ...(planned.command ? { command: planned.command } : {}),
    envs: environmentOf(planned.env, place),
    networksAdvanced: [{ name: place.network, aliases: planned.aliases }],
    ports: (planned.ports ?? []).map((port) => ({ ...port, protocol: 'tcp' })),
    volumes: (planned.mounts ?? []).map((mount) => volumeOf(mount, place)),
    uploads: (planned.files ?? []).map(({ path, content }) => ({
      file: path,
      content: textOf(content, place, 'value'),
    })),
    tmpfs: planned.tmpfs ?? {},
    ...(health ? { healthcheck: { ...healthTimes, tests: health } } : {}),
    wait: health !== null,
    waitTimeout: healthyWithinSeconds,
    restart: 'unless-stopped',
    stopTimeout: stopSeconds,
    destroyGraceSeconds: stopSeconds,
    memory: limits.memoryMb,
    memorySwap: limits.memoryMb,
    memoryReservation: reservations.memoryMb,
    cpus: String(limits.cpus),
    cpuShares: Math.round(reservations.cpus * sharesOfACore),
    // The engine puts no file into a container whose root is read-only.
    readOnly: !planned.files,
    capabilities: { drops: ['ALL'], adds: (planned.capabilities ?? []).map((name) => `CAP_${name}`) },
    securityOpts: ['no-new-privileges:true'],
    logDriver: 'json-file',
    logOpts: { 'max-size': '10m', 'max-file': '3' },
    labels: [
      { label: stackLabel, value: place.stack },
      { label: serviceLabel, value: planned.service },
    ],
  };
}

/** Weight of a whole core; the kernel's default for one container. */
const sharesOfACore = 1024;

/** An engine asks for the first time after one interval, so a short one is a quick start. */
const healthTimes = { interval: '5s', timeout: '5s', startPeriod: '60s', retries: 3 };

function environmentOf(env: PlannedContainer['env'], place: ContainerPlace): pulumi.Input<string>[] {
  return Object.entries(env).flatMap(([name, text]) => {
    const value = textOf(text, place, 'accepted');
    return value === undefined ? [] : [pulumi.interpolate`${name}=${value}`];
  });
}

/** Undefined when a single reference has no value. */
function textOf(
  text: Text,
  place: ContainerPlace,
  as: 'accepted' | 'value',
): pulumi.Output<string> | string | undefined {
  if (typeof text === 'string') return text;
  if ('from' in text) {
    const value = place.resolve(text, as);
    return value === undefined ? undefined : pulumi.output(value);
  }
  return pulumi.concat(...text.map((part) => textOf(part, place, as) ?? ''));
}

function volumeOf(
  { from, path, readOnly }: PlannedMount,
  place: ContainerPlace,
): docker.types.input.ContainerVolume {
  return from.kind === 'volume'
    ? { volumeName: place.volumes[from.volume] ?? from.volume, containerPath: path, readOnly }
    : { hostPath: from.path, containerPath: path, readOnly };
}
