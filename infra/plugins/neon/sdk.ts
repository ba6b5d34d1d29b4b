import * as pulumi from '@pulumi/pulumi';

/**
 * The resources of the plugin as a Pulumi program uses them. The key comes from `NEON_API_KEY`. An input that is left
 * out and has no default stays as Neon has it.
 */
type Options = pulumi.CustomResourceOptions;

export interface ProjectArgs {
  /** Unique in the account: it is how an interrupted run finds what it made. */
  name: pulumi.Input<string>;
  /** Such as `aws-eu-central-1`; another one needs another project. */
  regionId?: pulumi.Input<string>;
  /** Major version of PostgreSQL, 14 to 18; another one needs another project. */
  pgVersion?: pulumi.Input<number>;
  orgId?: pulumi.Input<string>;
  /** How far back point-in-time restore reaches; at most 21,600 on Free, 604,800 on Launch, 2,592,000 on Scale. */
  historyRetentionSeconds?: pulumi.Input<number>;
  /** Of new endpoints. A compute unit is a quarter of a core and 1 GB for 0.25; at most 2 on Free. */
  minComputeUnits?: pulumi.Input<number>;
  maxComputeUnits?: pulumi.Input<number>;
  /** -1 never, 0 Neon's five minutes, else 60 to 604,800 seconds; only 0 on Free. */
  suspendTimeoutSeconds?: pulumi.Input<number>;
  /** Addresses or blocks that may connect; an empty list lets all. */
  allowedIps?: pulumi.Input<pulumi.Input<string>[]>;
  /** Cannot be turned off again. */
  logicalReplication?: pulumi.Input<boolean>;
  /** Names of what a new project comes with; they have no effect later. */
  branchName?: pulumi.Input<string>;
  databaseName?: pulumi.Input<string>;
  roleName?: pulumi.Input<string>;
  /** Consent to delete or replace it, given in an `up` before; false when left out. */
  allowDataLoss?: pulumi.Input<boolean>;
}

export class Project extends pulumi.CustomResource {
  declare readonly projectId: pulumi.Output<string>;
  declare readonly defaultBranchId: pulumi.Output<string>;
  declare readonly defaultEndpointId: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;
  declare readonly poolerHost: pulumi.Output<string>;
  constructor(name: string, args: ProjectArgs, options?: Options) {
    const outputs = outputsOf('projectId', 'defaultBranchId', 'defaultEndpointId', 'host', 'poolerHost');
    super('neon:index:Project', name, { ...args, ...outputs }, options);
  }
}

export interface BranchArgs {
  projectId: pulumi.Input<string>;
  name: pulumi.Input<string>;
  /** The default branch when left out. */
  parentId?: pulumi.Input<string>;
  /** Where in the parent's history it begins; its present when both are left out. */
  parentTimestamp?: pulumi.Input<string>;
  parentLsn?: pulumi.Input<string>;
  initSource?: pulumi.Input<'parent-data' | 'schema-only'>;
  /** Not on Free. */
  protected?: pulumi.Input<boolean>;
  /** Neon deletes it then. */
  expiresAt?: pulumi.Input<string>;
  allowDataLoss?: pulumi.Input<boolean>;
}

export class Branch extends pulumi.CustomResource {
  declare readonly branchId: pulumi.Output<string>;
  constructor(name: string, args: BranchArgs, options?: Options) {
    super('neon:index:Branch', name, { ...args, ...outputsOf('branchId', 'default') }, options);
  }
}

export interface RoleArgs {
  projectId: pulumi.Input<string>;
  branchId: pulumi.Input<string>;
  name: pulumi.Input<string>;
  /** Another number makes another password; 1 when left out. */
  passwordVersion?: pulumi.Input<number>;
}

export class Role extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;
  constructor(name: string, args: RoleArgs, options?: Options) {
    super(
      'neon:index:Role',
      name,
      { ...args, ...outputsOf('password') },
      { additionalSecretOutputs: ['password'], ...options },
    );
  }
}

export interface DatabaseArgs {
  projectId: pulumi.Input<string>;
  branchId: pulumi.Input<string>;
  name: pulumi.Input<string>;
  ownerName: pulumi.Input<string>;
  allowDataLoss?: pulumi.Input<boolean>;
}

export class Database extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  constructor(name: string, args: DatabaseArgs, options?: Options) {
    super('neon:index:Database', name, { ...args }, options);
  }
}

export interface EndpointArgs {
  projectId: pulumi.Input<string>;
  branchId: pulumi.Input<string>;
  /** `read_write` when left out; a branch has one. */
  type?: pulumi.Input<'read_write' | 'read_only'>;
  /** Required of one that only reads. */
  name?: pulumi.Input<string>;
  minComputeUnits?: pulumi.Input<number>;
  maxComputeUnits?: pulumi.Input<number>;
  suspendTimeoutSeconds?: pulumi.Input<number>;
}

export class Endpoint extends pulumi.CustomResource {
  declare readonly endpointId: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;
  declare readonly poolerHost: pulumi.Output<string>;
  constructor(name: string, args: EndpointArgs, options?: Options) {
    super(
      'neon:index:Endpoint',
      name,
      { ...args, ...outputsOf('endpointId', 'host', 'poolerHost') },
      options,
    );
  }
}

export interface ConnectionUriArgs {
  projectId: pulumi.Input<string>;
  branchId: pulumi.Input<string>;
  databaseName: pulumi.Input<string>;
  roleName: pulumi.Input<string>;
  /** The endpoint that reads and writes when left out. */
  endpointId?: pulumi.Input<string>;
  /** Values whose change means another URI, such as the role's password. */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}

export class ConnectionUri extends pulumi.CustomResource {
  /** Through the pooler (PgBouncer in transaction mode), for the application. */
  declare readonly pooled: pulumi.Output<string>;
  /** For migrations, dumps and whatever needs a session. */
  declare readonly direct: pulumi.Output<string>;
  constructor(name: string, args: ConnectionUriArgs, options?: Options) {
    super(
      'neon:index:ConnectionUri',
      name,
      { ...args, ...outputsOf('pooled', 'direct') },
      { additionalSecretOutputs: ['pooled', 'direct', 'triggers'], ...options },
    );
  }
}

const outputsOf = (...names: string[]): Record<string, undefined> =>
  Object.fromEntries(names.map((name) => [name, undefined]));
