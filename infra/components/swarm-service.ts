import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { PlannedContainer, PlannedMount } from '../targets/docker/container-spec.ts';
import { serviceLabel, stackLabel } from '../targets/docker/labels.ts';
import { type ContainerPlace, environmentOf, healthTimes, logs, textOf } from './container-place.ts';

/** Label of the one node that has the volumes: `docker node update --label-add electricity-optimizer.data=true <node>`. */
export const dataNodeLabel = 'electricity-optimizer.data';

/**
 * A service on a Docker Swarm. The swarm keeps its replicas running on whichever node has room, replaces them one at a
 * time, the new one healthy before the old one ends where both can run at once, and goes back when an update fails.
 */
export class SwarmService extends pulumi.ComponentResource {
  readonly service: docker.Service;

  /** @param planned one container for each replica */
  constructor(
    name: string,
    planned: readonly [PlannedContainer, ...PlannedContainer[]],
    place: ContainerPlace,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('electricity:docker:SwarmService', name, {}, options);
    const [first] = planned;
    const files = makeFiles(name, first, place, this);
    this.service = new docker.Service(
      name,
      {
        name: `${place.stack}-${name}`,
        labels: labelsOf(first, place),
        // Where it looks at the machine there must be one on each.
        mode: mountsHost(first) ? { global: true } : { replicated: { replicas: planned.length } },
        taskSpec: taskOf(first, files, place),
        endpointSpec: endpointOf(first),
        updateConfig: {
          parallelism: 1,
          order: first.exclusive ? 'stop-first' : 'start-first',
          failureAction: 'rollback',
          monitor: '15s',
        },
        convergeConfig: { delay: '2s', timeout: '5m' },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

type Files = Pick<docker.types.input.ServiceTaskSpecContainerSpec, 'configs' | 'secrets'>;

/** Files of a swarm lie in the managers' log, encrypted; what holds a secret is shown to no client again. */
function makeFiles(
  name: string,
  planned: PlannedContainer,
  place: ContainerPlace,
  parent: pulumi.Resource,
): Files {
  const configs: docker.types.input.ServiceTaskSpecContainerSpecConfig[] = [];
  const secrets: docker.types.input.ServiceTaskSpecContainerSpecSecret[] = [];
  for (const { path, content } of planned.files ?? []) {
    const resource = `${name}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`;
    const data = pulumi.output(textOf(content, place, 'value') ?? '').apply(base64);
    if (typeof content === 'string') {
      const { id, name: configName } = new docker.ServiceConfig(resource, { data }, { parent });
      configs.push({ configId: id, configName, fileName: path });
    } else {
      const { id, name: secretName } = new docker.Secret(resource, { data }, { parent });
      // Programs run as nobody; root alone could read it otherwise.
      secrets.push({ secretId: id, secretName, fileName: path, fileMode: 0o444 });
    }
  }
  return { configs, secrets };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function taskOf(
  planned: PlannedContainer,
  files: Files,
  place: ContainerPlace,
): docker.types.input.ServiceTaskSpec {
  const { limits, reservations } = planned;
  return {
    containerSpec: containerOf(planned, files, place),
    resources: {
      limits: { nanoCpus: limits.cpus * 1e9, memoryBytes: limits.memoryMb * megabyte },
      reservation: { nanoCpus: reservations.cpus * 1e9, memoryBytes: reservations.memoryMb * megabyte },
    },
    restartPolicy: { condition: 'any', delay: '2s' },
    placement: { constraints: keepsData(planned) ? [`node.labels.${dataNodeLabel} == true`] : [] },
    networksAdvanceds: [{ name: place.network, aliases: [planned.service] }],
    logDriver: { name: logs.driver, options: logs.options },
  };
}

const megabyte = 1024 * 1024;

function containerOf(
  planned: PlannedContainer,
  files: Files,
  place: ContainerPlace,
): docker.types.input.ServiceTaskSpecContainerSpec {
  const { command, health, stopSeconds, capabilities = [], mounts = [], tmpfs = {} } = planned;
  return {
    image: place.imageId,
    user: planned.user,
    ...(command ? { args: command } : {}),
    env: Object.fromEntries(environmentOf(planned.env, place)),
    mounts: [...mounts.map((mount) => mountOf(mount, place)), ...Object.keys(tmpfs).map(tmpfsAt)],
    ...(health ? { healthcheck: { ...healthTimes, tests: health } } : {}),
    ...(stopSeconds === undefined ? {} : { stopGracePeriod: `${stopSeconds}s` }),
    readOnly: true,
    capDrops: ['ALL'],
    capAdds: capabilities.map((capability) => `CAP_${capability}`),
    labels: labelsOf(planned, place),
    ...files,
  };
}

const labelsOf = ({ service }: PlannedContainer, { stack }: ContainerPlace) => [
  { label: stackLabel, value: stack },
  { label: serviceLabel, value: service },
];

function mountOf(
  { from, path, readOnly }: PlannedMount,
  { volumes }: ContainerPlace,
): docker.types.input.ServiceTaskSpecContainerSpecMount {
  return from.kind === 'volume'
    ? { type: 'volume', source: volumes[from.volume] ?? from.volume, target: path, readOnly }
    : { type: 'bind', source: from.path, target: path, readOnly };
}

const tmpfsAt = (path: string): docker.types.input.ServiceTaskSpecContainerSpecMount => {
  return { type: 'tmpfs', target: path, tmpfsOptions: { sizeBytes: 16 * megabyte } };
};

/**
 * A swarm opens a port on every node and on no single address, so what is for the loopback alone stays closed. Without
 * a port, the name of a service gives every replica, which the proxy and Prometheus ask for.
 */
function endpointOf({ ports = [] }: PlannedContainer): docker.types.input.ServiceEndpointSpec {
  const open = ports.filter(({ ip }) => ip !== '127.0.0.1');
  if (open.length === 0) return { mode: 'dnsrr' };
  return {
    mode: 'vip',
    ports: open.map(({ internal, external }) => ({ targetPort: internal, publishedPort: external })),
  };
}

const keepsData = ({ mounts = [] }: PlannedContainer): boolean =>
  mounts.some(({ from }) => from.kind === 'volume');

/** Recorded prices lie on the data node; the exporter of the machine reads the whole of it. */
const mountsHost = ({ mounts = [] }: PlannedContainer): boolean =>
  mounts.some(({ from }) => from.kind === 'host' && from.path === '/');
