import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { PlannedContainer, PlannedMount } from '../targets/docker/container-spec.ts';
import { serviceLabel, stackLabel } from '../targets/docker/labels.ts';
import { type ContainerPlace, environmentOf, healthTimes, logs, textOf } from './container-place.ts';

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
    envs: environmentOf(planned.env, place).map(([name, value]) => pulumi.interpolate`${name}=${value}`),
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
    logDriver: logs.driver,
    logOpts: logs.options,
    labels: [
      { label: stackLabel, value: place.stack },
      { label: serviceLabel, value: planned.service },
    ],
  };
}

/** Weight of a whole core; the kernel's default for one container. */
const sharesOfACore = 1024;

function volumeOf(
  { from, path, readOnly }: PlannedMount,
  place: ContainerPlace,
): docker.types.input.ContainerVolume {
  return from.kind === 'volume'
    ? { volumeName: place.volumes[from.volume] ?? from.volume, containerPath: path, readOnly }
    : { hostPath: from.path, containerPath: path, readOnly };
}
