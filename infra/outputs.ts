import type { CostEstimate } from './cost.ts';

/** A service of a stack, as its outputs list it. */
export interface ServiceOutput {
  name: string;
  /** healthy, starting, unhealthy, backing-off, stopped; `external` for one that was given by URL, `managed` at Neon. */
  status: string;
  url: string | null;
  /** Image reference, or the commit it was built from. */
  version: string;
  replicas: number;
  limits: { cpus: number; memoryMb: number } | null;
}

/** A schedule of a stack. Cron expressions are in UTC. */
export interface ScheduleOutput {
  name: string;
  cron: string;
  purpose: string;
  runner: 'scheduler' | 'github-actions';
}

/**
 * What every stack exports, whatever it runs on. What a stack lacks is `null`, with a line in `warnings` that
 * says why and how to get it. Those of {@link SecretOutput} are secret.
 */
export interface StackOutputs<Secret = string> {
  webUrl: string | null;
  apiUrl: string | null;
  prometheusUrl: string | null;
  grafanaUrl: string | null;
  services: ServiceOutput[];
  schedules: ScheduleOutput[];
  databaseUrl: Secret | null;
  /** The same as the owner of the tables; null where the operator brought the database. */
  ownerDatabaseUrl: Secret | null;
  redisUrl: Secret | null;
  internalApiKey: Secret | null;
  /** Opens the backups of the stack: keep it elsewhere as well. Null where no pipeline of this stack makes any. */
  backupKey: Secret | null;
  /** Folder or `s3://` address of the backups, as the pipelines see it. */
  backupTo: string | null;
  cost: CostEstimate;
  warnings: string[];
  /** The project of the database at Neon, which stacks of pull requests make branches of; only in the cloud. */
  neonProjectId?: string;
}

/** Names of the outputs that are secret. */
export type SecretOutput = 'databaseUrl' | 'ownerDatabaseUrl' | 'redisUrl' | 'internalApiKey' | 'backupKey';
