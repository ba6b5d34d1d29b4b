import type Docker from 'dockerode';

/** The inputs of `docker.Container` that this project uses. */
export interface ContainerInputs {
  name: string;
  image: string;
  hostname?: string;
  user?: string;
  command?: string[];
  envs?: string[];
  networksAdvanced?: { name: string; aliases?: string[] }[];
  ports?: { internal: number; external: number; ip?: string; protocol?: string }[];
  volumes?: { volumeName?: string; hostPath?: string; containerPath: string; readOnly?: boolean }[];
  uploads?: { file: string; content: string }[];
  tmpfs?: Record<string, string>;
  healthcheck?: { tests: string[]; interval: string; timeout: string; startPeriod: string; retries: number };
  wait?: boolean;
  /** Seconds. */
  waitTimeout?: number;
  restart?: string;
  stopTimeout?: number;
  destroyGraceSeconds?: number;
  removeVolumes?: boolean;
  /** MiB, as all memory here. */
  memory?: number;
  memorySwap?: number;
  memoryReservation?: number;
  cpus?: string;
  cpuShares?: number;
  readOnly?: boolean;
  capabilities?: { adds?: string[]; drops?: string[] };
  securityOpts?: string[];
  logDriver?: string;
  logOpts?: Record<string, string>;
  labels?: { label: string; value: string }[];
}

/** The same in the words of the engine's API (https://docs.docker.com/reference/api/engine/version/v1.41/). */
export function createOptions(inputs: ContainerInputs): Docker.ContainerCreateOptions {
  return {
    name: inputs.name,
    Image: inputs.image,
    ...given('Hostname', inputs.hostname),
    ...given('User', inputs.user),
    ...given('Cmd', inputs.command),
    ...given('StopTimeout', inputs.stopTimeout),
    Env: inputs.envs ?? [],
    Labels: Object.fromEntries((inputs.labels ?? []).map(({ label, value }) => [label, value])),
    ...given('Healthcheck', inputs.healthcheck && healthOf(inputs.healthcheck)),
    ExposedPorts: Object.fromEntries((inputs.ports ?? []).map((port) => [portOf(port), {}])),
    HostConfig: hostConfig(inputs),
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        (inputs.networksAdvanced ?? []).map(({ name, aliases = [] }) => [name, { Aliases: aliases }]),
      ),
    },
  };
}

/** What the engine can change in a container that exists. */
export function updateOptions(inputs: ContainerInputs): object {
  return {
    Memory: mebibytes(inputs.memory),
    MemorySwap: mebibytes(inputs.memorySwap),
    CpuShares: inputs.cpuShares,
    RestartPolicy: { Name: inputs.restart ?? 'no' },
  };
}

function hostConfig(inputs: ContainerInputs): Docker.HostConfig {
  return {
    NetworkMode: inputs.networksAdvanced?.[0]?.name ?? 'default',
    PortBindings: Object.fromEntries(
      (inputs.ports ?? []).map((port) => [
        portOf(port),
        [{ HostIp: port.ip ?? '0.0.0.0', HostPort: String(port.external) }],
      ]),
    ),
    Binds: (inputs.volumes ?? []).map(
      ({ volumeName, hostPath, containerPath, readOnly }) =>
        `${volumeName ?? hostPath}:${containerPath}:${readOnly ? 'ro' : 'rw'}`,
    ),
    Tmpfs: inputs.tmpfs ?? {},
    RestartPolicy: { Name: inputs.restart ?? 'no' },
    ...given('Memory', mebibytes(inputs.memory)),
    ...given('MemorySwap', mebibytes(inputs.memorySwap)),
    ...given('MemoryReservation', mebibytes(inputs.memoryReservation)),
    ...given('NanoCpus', inputs.cpus === undefined ? undefined : Math.round(Number(inputs.cpus) * 1e9)),
    ...given('CpuShares', inputs.cpuShares),
    ReadonlyRootfs: inputs.readOnly ?? false,
    CapAdd: inputs.capabilities?.adds ?? [],
    CapDrop: inputs.capabilities?.drops ?? [],
    SecurityOpt: inputs.securityOpts ?? [],
    LogConfig: { Type: inputs.logDriver ?? 'json-file', Config: inputs.logOpts ?? {} },
  };
}

/** The property, or none when there is no value. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

const mebibytes = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value * 2 ** 20;

const portOf = ({ internal, protocol = 'tcp' }: { internal: number; protocol?: string }): string =>
  `${internal}/${protocol}`;

/** The engine counts in nanoseconds. */
function healthOf(check: NonNullable<ContainerInputs['healthcheck']>): Docker.HealthConfig {
  return {
    Test: check.tests,
    Interval: seconds(check.interval) * 1e9,
    Timeout: seconds(check.timeout) * 1e9,
    StartPeriod: seconds(check.startPeriod) * 1e9,
    Retries: check.retries,
  };
}

/** Of a duration such as "5s", the only form that this project writes. */
function seconds(duration: string): number {
  const [, value] = /^(\d+)s$/.exec(duration) ?? [];
  if (!value) throw new Error(`"${duration}" is not a duration in seconds, such as 5s.`);
  return Number(value);
}
