import * as pulumi from '@pulumi/pulumi';
import type { ProcessSpec } from './spec.ts';

/**
 * The resources of the plugin as a Pulumi program uses them. `dataRoot` is the folder of the stack's data and logs;
 * the supervisor of that folder runs what is made here.
 */
type Inputs<T> = { [Key in keyof T]: pulumi.Input<T[Key]> };

export interface SecretArgs {
  /** In characters; 32 when left out. */
  length?: pulumi.Input<number>;
  /** The text itself, where it is not to be made up. */
  given?: pulumi.Input<string>;
  /** A higher number makes another text; 1 when left out. */
  generation?: pulumi.Input<number>;
}

/** A random text, made once and kept in the state as a secret. */
export class Secret extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<string>;
  /** The text before this one; undefined for the first. */
  declare readonly previous: pulumi.Output<string | undefined>;
  constructor(name: string, args: SecretArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'local:index:Secret',
      name,
      { ...args, value: undefined, previous: undefined },
      { additionalSecretOutputs: ['value', 'previous'], ...options },
    );
  }
}

export type ProcessArgs = Omit<Inputs<ProcessSpec>, 'env' | 'files'> & {
  env: pulumi.Input<Record<string, pulumi.Input<string>>>;
  files?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  dataRoot: pulumi.Input<string>;
};

/** A process that is kept up; made when every replica is healthy. */
export class Process extends pulumi.CustomResource {
  declare readonly status: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number | null>;
  constructor(name: string, args: ProcessArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'local:index:Process',
      name,
      { ...args, status: undefined },
      { additionalSecretOutputs: ['env', 'stdin', 'files'], ...options },
    );
  }
}

export interface JobArgs {
  name: pulumi.Input<string>;
  command: pulumi.Input<string>;
  args: pulumi.Input<string[]>;
  cwd: pulumi.Input<string>;
  env: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes when the command must run again. */
  revision: pulumi.Input<string>;
  timeoutSeconds: pulumi.Input<number>;
  logFile: pulumi.Input<string>;
}

/** A command that runs to its end when it is made and whenever an input changes. */
export class Job extends pulumi.CustomResource {
  constructor(name: string, args: JobArgs, options?: pulumi.CustomResourceOptions) {
    super('local:index:Job', name, { ...args }, { additionalSecretOutputs: ['env'], ...options });
  }
}

export interface PostgresArgs {
  name: pulumi.Input<string>;
  port: pulumi.Input<number>;
  dataRoot: pulumi.Input<string>;
  dataDir: pulumi.Input<string>;
  database: pulumi.Input<string>;
  user: pulumi.Input<string>;
  password: pulumi.Input<string>;
  owner: pulumi.Input<string>;
  ownerPassword: pulumi.Input<string>;
  /** 50 when left out. */
  maxConnections?: pulumi.Input<number>;
}

/** A PostgreSQL server; deleting it keeps its data. */
export class Postgres extends pulumi.CustomResource {
  declare readonly url: pulumi.Output<string>;
  declare readonly ownerUrl: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  declare readonly source: pulumi.Output<'system' | 'embedded'>;
  /** Another one on other data: what was done to the database before has to be done again. */
  declare readonly cluster: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string>;
  constructor(name: string, args: PostgresArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      url: undefined,
      ownerUrl: undefined,
      version: undefined,
      source: undefined,
      cluster: undefined,
      status: undefined,
      specHash: undefined,
    };
    super(
      'local:index:Postgres',
      name,
      { ...args, ...outputs },
      { additionalSecretOutputs: ['url', 'ownerUrl', 'password', 'ownerPassword'], ...options },
    );
  }
}
