import * as pulumi from '@pulumi/pulumi';

/**
 * The resources of the plugin as a Pulumi program uses them. The key comes from `RENDER_API_KEY`. A change of a
 * service is done when its deploy is live; several changes to one service cause one deploy.
 */
type In<T> = pulumi.Input<T>;
type Texts = In<Record<string, In<string>>>;

export type Region = 'oregon' | 'frankfurt' | 'ohio' | 'singapore' | 'virginia';
export type Runtime = 'docker' | 'elixir' | 'go' | 'node' | 'python' | 'ruby' | 'rust' | 'image';

export interface Cidr {
  /** Such as `10.0.0.0/8`. */
  cidrBlock: In<string>;
  description?: In<string>;
}

/** What every kind of service takes. */
export interface ServiceArgs {
  /** Unique in the workspace. A change keeps the address that Render made of the first name. */
  name: In<string>;
  /** The workspace; when left out, the only one that the key may use. A change replaces the service. */
  ownerId?: In<string>;
  /** The environment of a project that it is in. */
  environmentId?: In<string>;
  /** Address of the Git repository it is built from. */
  repo?: In<string>;
  /** `main` when left out. */
  branch?: In<string>;
  /** Folder of the repository that it is built in; its root when left out. */
  rootDir?: In<string>;
  /** Changes of which files are worth a deploy by Render itself. */
  buildFilter?: In<{ paths?: In<string[]>; ignoredPaths?: In<string[]> }>;
  /** Whether Render deploys by itself, on a commit or when its checks pass. `off` when left out: Pulumi deploys. */
  autoDeploy?: In<'commit' | 'checksPass' | 'off'>;
  buildCommand?: In<string>;
  /** Variables of its environment, kept secret. */
  env?: Texts;
  /** Files by name in `/etc/secrets`, kept secret. */
  secretFiles?: Texts;
  /** Groups whose variables it has besides. They are linked before the deploy that counts. */
  envGroupIds?: In<In<string>[]>;
  /**
   * After a failed deploy, brings the last live one back. False when left out. Render keeps the new settings all the
   * same: the next `up` deploys them again.
   */
  rollbackOnFailure?: In<boolean>;
  /** How long a deploy may take to go live, in seconds. 3 hours when left out, the longest that Render's own steps take. */
  deployTimeoutSeconds?: In<number>;
  /** Any texts whose change causes a deploy, for instance the revision of an env group. */
  triggers?: Texts;
}

/** What services that run a program take. */
export interface RunningArgs extends ServiceArgs {
  runtime: In<Runtime>;
  /** Reference of an image, with `runtime: 'image'`. */
  image?: In<string>;
  /** For an image in a private registry. */
  registryCredentialId?: In<string>;
  /** `oregon` when left out. A change replaces the service. */
  region?: In<Region>;
  /** For native runtimes. */
  startCommand?: In<string>;
  /** For `docker` and `image`; the image's own command when left out. */
  dockerCommand?: In<string>;
  /** `.` when left out. */
  dockerContext?: In<string>;
  /** `./Dockerfile` when left out. */
  dockerfilePath?: In<string>;
  /** Such as `0.5c-512mb`, which is also called `starter`. */
  plan: In<string>;
}

/** What services that stay up take. */
export interface LastingArgs extends RunningArgs {
  /** 1 when left out. */
  numInstances?: In<number>;
  autoscaling?: In<{
    min: In<number>;
    max: In<number>;
    cpuPercentage?: In<number>;
    memoryPercentage?: In<number>;
  }>;
  /** Can only grow. Taking it away loses its data and needs `allowDataLoss`. */
  disk?: In<{ name: In<string>; mountPath: In<string>; sizeGB: In<number> }>;
  /** Runs before a deploy goes live, for instance a migration; when it fails, the deploy does. */
  preDeployCommand?: In<string>;
  /** How long an instance may take to stop, in seconds, 1 to 300. 30 when left out. */
  maxShutdownDelaySeconds?: In<number>;
  /** The commit to deploy; the head of the branch when left out. */
  commit?: In<string>;
  /** Previews of pull requests. `off` when left out. */
  previews?: In<'off' | 'manual' | 'automatic'>;
  /** Consent to lose what is on the disk; given in an `up` before the loss. False when left out. */
  allowDataLoss?: In<boolean>;
}

export interface WebServiceArgs extends LastingArgs {
  /** A path that answers 2xx or 3xx when an instance is well; without it, an open port is enough. */
  healthCheckPath?: In<string>;
  maintenanceMode?: In<{ enabled: In<boolean>; uri?: In<string> }>;
  /** Who may reach it. Everyone when left out, no one when empty. */
  ipAllowList?: In<Cidr[]>;
  internalRouting?: In<'ipOnly'>;
  /** Whether its onrender.com address answers. `enabled` when left out. */
  renderSubdomainPolicy?: In<'enabled' | 'disabled'>;
}

export interface CronJobArgs extends RunningArgs {
  /** Five fields, in UTC. */
  schedule: In<string>;
}

export interface StaticSiteArgs extends ServiceArgs {
  /** Folder that is served. `public` when left out. */
  publishPath?: In<string>;
  headers?: In<{ path: In<string>; name: In<string>; value: In<string> }[]>;
  /** Of two that match, the first wins. */
  routes?: In<{ type: In<'redirect' | 'rewrite'>; source: In<string>; destination: In<string> }[]>;
  commit?: In<string>;
  previews?: In<'off' | 'manual' | 'automatic'>;
  ipAllowList?: In<Cidr[]>;
  renderSubdomainPolicy?: In<'enabled' | 'disabled'>;
}

const serviceOutputs = ['url', 'slug', 'dashboardUrl', 'suspended', 'deployId', 'deployStatus'] as const;
const serviceSecrets = ['env', 'secretFiles'];

/** A service of Render; see the kinds below. */
abstract class Service extends pulumi.CustomResource {
  /** Where it answers; empty for those that do not. */
  declare readonly url: pulumi.Output<string>;
  declare readonly slug: pulumi.Output<string>;
  declare readonly dashboardUrl: pulumi.Output<string>;
  /** `not_suspended`, or who has suspended it. */
  declare readonly suspended: pulumi.Output<string>;
  /** The deploy that is live. */
  declare readonly deployId: pulumi.Output<string>;
  declare readonly deployStatus: pulumi.Output<string>;
  constructor(kind: string, name: string, args: ServiceArgs, options?: pulumi.CustomResourceOptions) {
    super(`render:index:${kind}`, name, withOutputs(args, serviceOutputs), secretly(serviceSecrets, options));
  }
}

/** A service that answers HTTP on a public address. */
export class WebService extends Service {
  constructor(name: string, args: WebServiceArgs, options?: pulumi.CustomResourceOptions) {
    super('WebService', name, args, options);
  }
}

/** A service that only others of the workspace and region reach, at `url`. */
export class PrivateService extends Service {
  constructor(name: string, args: LastingArgs, options?: pulumi.CustomResourceOptions) {
    super('PrivateService', name, args, options);
  }
}

/** A program that runs all the time and listens to no port. */
export class BackgroundWorker extends Service {
  constructor(name: string, args: LastingArgs, options?: pulumi.CustomResourceOptions) {
    super('BackgroundWorker', name, args, options);
  }
}

/** A program that runs on a schedule. */
export class CronJob extends Service {
  constructor(name: string, args: CronJobArgs, options?: pulumi.CustomResourceOptions) {
    super('CronJob', name, args, options);
  }
}

/** Files on a content delivery network. */
export class StaticSite extends Service {
  constructor(name: string, args: StaticSiteArgs, options?: pulumi.CustomResourceOptions) {
    super('StaticSite', name, args, options);
  }
}

export interface KeyValueArgs {
  name: In<string>;
  ownerId?: In<string>;
  environmentId?: In<string>;
  /** Such as `free` or `256mb`. */
  plan: In<string>;
  /** `oregon` when left out. A change replaces it, which needs `allowDataLoss`. */
  region?: In<Region>;
  /** What it does when memory is full. `allkeys_lru` when left out. */
  maxmemoryPolicy?: In<string>;
  /** How it keeps data on disk: `off`, `snapshot` or `journal_snapshot`. Up to the plan when left out. */
  persistenceMode?: In<'off' | 'snapshot' | 'journal_snapshot'>;
  /** Who may reach it from outside Render. No one when left out. */
  ipAllowList?: In<Cidr[]>;
  /** Consent to delete or replace it with its data; given in an `up` before that. False when left out. */
  allowDataLoss?: In<boolean>;
}

/** A store that speaks the protocol of Redis. It is not deleted or replaced without `allowDataLoss`. */
export class KeyValue extends pulumi.CustomResource {
  /** For services of the same workspace and region. Secret. */
  declare readonly internalConnectionString: pulumi.Output<string>;
  /** For everywhere else, as far as `ipAllowList` lets it. Secret. */
  declare readonly externalConnectionString: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  constructor(name: string, args: KeyValueArgs, options?: pulumi.CustomResourceOptions) {
    const secrets = ['internalConnectionString', 'externalConnectionString'];
    const inputs = withOutputs(args, [...secrets, 'status', 'version']);
    super('render:index:KeyValue', name, inputs, secretly(secrets, options));
  }
}

export interface EnvGroupArgs {
  name: In<string>;
  ownerId?: In<string>;
  environmentId?: In<string>;
  env?: Texts;
  secretFiles?: Texts;
}

/** Variables that several services share. Pass `revision` to their `triggers`, so that a change deploys them. */
export class EnvGroup extends pulumi.CustomResource {
  /** Changes with its values; tells nothing about them. */
  declare readonly revision: pulumi.Output<string>;
  constructor(name: string, args: EnvGroupArgs, options?: pulumi.CustomResourceOptions) {
    const secrets = ['env', 'secretFiles'];
    super('render:index:EnvGroup', name, withOutputs(args, ['revision']), secretly(secrets, options));
  }
}

/** A domain of one's own on a web service or static site. */
export class CustomDomain extends pulumi.CustomResource {
  declare readonly domainType: pulumi.Output<'apex' | 'subdomain'>;
  /** `verified` once the DNS record is there. */
  declare readonly verificationStatus: pulumi.Output<string>;
  /** The domain it leads to, for the `www.` twin that Render makes along with an apex. */
  declare readonly redirectForName: pulumi.Output<string>;
  constructor(
    name: string,
    args: { serviceId: In<string>; name: In<string> },
    options?: pulumi.CustomResourceOptions,
  ) {
    const outputs = ['domainType', 'verificationStatus', 'redirectForName'];
    super('render:index:CustomDomain', name, withOutputs(args, outputs), options);
  }
}

export interface ProjectArgs {
  name: In<string>;
  ownerId?: In<string>;
  /** Name of the environment that comes with it; an `Environment` of this name takes it over. `Production` when left out. */
  firstEnvironment?: In<string>;
}

export class Project extends pulumi.CustomResource {
  constructor(name: string, args: ProjectArgs, options?: pulumi.CustomResourceOptions) {
    super('render:index:Project', name, { ...args }, options);
  }
}

export interface EnvironmentArgs {
  name: In<string>;
  projectId: In<string>;
  /** Whether only administrators may change what is in it. `unprotected` when left out. */
  protectedStatus?: In<'protected' | 'unprotected'>;
  /** Whether services of other environments are kept out. False when left out. */
  networkIsolationEnabled?: In<boolean>;
}

/** An environment of a project. The last one of a project stays until the project goes. */
export class Environment extends pulumi.CustomResource {
  constructor(name: string, args: EnvironmentArgs, options?: pulumi.CustomResourceOptions) {
    super('render:index:Environment', name, { ...args }, options);
  }
}

export interface RegistryCredentialArgs {
  name: In<string>;
  ownerId?: In<string>;
  registry: In<'GITHUB' | 'GITLAB' | 'DOCKER' | 'GOOGLE_ARTIFACT' | 'AWS_ECR'>;
  username: In<string>;
  /** Secret. Render never tells it, so a change made elsewhere is not seen. */
  authToken: In<string>;
}

/** What Render logs in with to pull private images. */
export class RegistryCredential extends pulumi.CustomResource {
  constructor(name: string, args: RegistryCredentialArgs, options?: pulumi.CustomResourceOptions) {
    super('render:index:RegistryCredential', name, { ...args }, secretly(['authToken'], options));
  }
}

/** The engine fills in an output only where the resource has a property of its name. */
function withOutputs(args: object, names: readonly string[]): pulumi.Inputs {
  return { ...args, ...Object.fromEntries(names.map((name) => [name, undefined])) };
}

function secretly(
  names: readonly string[],
  options: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  const additionalSecretOutputs = [...(options.additionalSecretOutputs ?? []), ...names];
  return { ...options, additionalSecretOutputs };
}
