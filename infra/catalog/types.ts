import type { JobName } from '@eo/app/contract/jobs.ts';

/**
 * The vocabulary of the catalogue. A service states what it is, never how a target spells it; targets, scrape
 * configuration, workflows, cost and documents derive from it by pure functions.
 */

export type ServiceName =
  | 'backend'
  | 'frontend'
  | 'scheduler'
  | 'postgres'
  | 'redis'
  | 'proxy'
  | 'prometheus'
  | 'alertmanager'
  | 'grafana'
  | 'node-exporter'
  | 'redis-exporter'
  | 'postgres-exporter';

export type SecretName =
  | 'internal-api-key'
  | 'jwt-signing-key'
  | 'push-key'
  | 'postgres-password'
  | 'postgres-owner-password'
  | 'redis-password'
  | 'backup-key'
  | 'grafana-admin-password';

/** Where a stack runs. Several stacks may share a target. */
export type Target = 'local' | 'docker' | 'cloud';

/** A value that is only known when a target has made the thing it names. */
export type Reference =
  | {
      readonly from: 'service';
      readonly service: ServiceName;
      readonly attribute: 'url' | 'urls' | 'ownerUrl';
    }
  | { readonly from: 'secret'; readonly secret: SecretName }
  | { readonly from: 'setting'; readonly setting: SettingName };

/** What an operator may set per stack and a service may read. */
export type SettingName =
  | 'stack'
  | 'release'
  | 'nodeEnv'
  | 'feeds'
  | 'replayDir'
  | 'weather'
  | 'defaultZone'
  | 'costsUsd'
  | 'budgetUsd'
  | 'tlsHosts'
  | 'publicUrl'
  | 'mailUrl'
  | 'privateWebhooks'
  | 'alertmanagerConfig'
  | 'prometheusUrl'
  | 'prometheusLink'
  | 'grafanaLink'
  | 'backupTo'
  | 'backupAccessKeyId'
  | 'backupSecretAccessKey';

export type EnvValue = string | Reference;

/** CPU in cores, memory in MiB. */
export interface Resources {
  readonly cpus: number;
  readonly memoryMb: number;
}

export interface Service {
  readonly name: ServiceName;
  readonly purpose: string;
  /** Ours are built from an entry file; the others are images of their makers, pinned. */
  readonly source:
    | { readonly kind: 'build'; readonly entry: string }
    | { readonly kind: 'static'; readonly entry: string; readonly folder: string }
    | { readonly kind: 'image'; readonly image: string; readonly program: string };
  /** Targets on which this kit runs the service. On the others a managed product takes its place, or nothing does. */
  readonly targets: readonly Target[];
  /** Port it listens on inside its network; `local` where a developer's machine is likely to have it taken. */
  readonly port: { readonly container: number; readonly local: number } | null;
  /** Who may reach it from outside its network: everyone, only loopback/VPN addresses, or nobody. */
  readonly exposure: 'public' | 'internal' | 'none';
  readonly health: { readonly kind: 'http'; readonly path: string } | { readonly kind: 'tcp' } | null;
  readonly metrics: {
    readonly job: string;
    readonly path: string;
    readonly auth: 'internal-api-key' | 'none';
  } | null;
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly limits: Resources;
  readonly reservations: Resources;
  readonly replicas: number;
  readonly dependsOn: readonly ServiceName[];
  /** Stateful services name the job that backs them up; null for a store that is rebuilt rather than restored. */
  readonly state: { readonly backup: JobName | null } | null;
}

export interface Job {
  readonly name: JobName;
  readonly purpose: string;
  /** Five-field cron expression in UTC. */
  readonly cron: string;
  /** Pipeline that the schedule runs, a file of `pipelines/`. */
  readonly pipeline: string;
  /** Arguments of the scheduled run; none when left out. */
  readonly args?: readonly string[];
  /** Job that goes first where both were missed: this one works on what that one leaves. */
  readonly after?: JobName;
  /** Workflow file that runs it on GitHub Actions; null where only the scheduler of a stack does. */
  readonly workflow: string | null;
  /** A run that takes longer is ended and recorded as failed, in seconds. */
  readonly timeLimitSeconds: number;
  /** Age of the last success at which an operator must know, in seconds. */
  readonly staleAfterSeconds: number;
}

/** A GitHub Actions workflow that an event starts (scheduled ones derive from {@link Job}). */
export interface Workflow {
  readonly file: string;
  readonly purpose: string;
  readonly on:
    | 'push and pull request'
    | 'pull request'
    | 'daily and on demand'
    | 'weekly and on demand'
    | 'merge to develop'
    | 'release'
    | 'issue, pull request and every 30 minutes';
}

export interface Secret {
  readonly name: SecretName;
  readonly purpose: string;
  /** Length of the random value in characters. */
  readonly length: number;
  readonly usedBy: readonly ServiceName[];
  /** Whether what checks it takes two, separated by a comma, so that it can be rotated without an interruption. */
  readonly acceptsTwo?: boolean;
  /** Whether data that outlives its stack opens with it alone, so that it stays when the stack is taken down. */
  readonly opensData?: true;
}

export interface Environment {
  readonly name: string;
  readonly target: Target;
  readonly nodeEnv: 'production' | 'development';
  readonly purpose: string;
  /** The branch that is deployed; only where the code comes from GitHub. */
  readonly branch?: string;
  /** Environments of the repository at GitHub whose workflows work on the stack. */
  readonly github?: readonly GithubEnvironment[];
  /** What each managed component is bought as; empty where nothing is bought. */
  readonly plans: {
    readonly backend?: RenderPlan;
    readonly redis?: KeyValuePlan;
    readonly postgres?: NeonPlan;
    readonly domain?: 'own' | 'none';
  };
}

/** Which branches and tags may use the secrets of an environment in GitHub Actions. */
export interface GithubEnvironment {
  readonly name: string;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Whether its workflows run pipelines on the data of the stack, and so get its secrets and variables. */
  readonly runsPipelines?: boolean;
}

export type NeonPlan = 'neon-free' | 'neon-launch';
export type RenderPlan = 'free' | '0.5c-512mb' | '1c-2g' | '2c-4g' | '4c-8g';
export type KeyValuePlan = 'free' | '256mb' | '1g' | '5g';
