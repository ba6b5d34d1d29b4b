/** Names of the scheduled jobs, as they stand in the catalogue, in `job_run.job` and in metric labels. */
export const jobNames = [
  'price-sync',
  'observe-forecasts',
  'nightly-learning',
  'cost-check',
  'drift-check',
  'wal-archive',
  'backup',
  'backup-full',
  'restore-drill',
] as const;
export type JobName = (typeof jobNames)[number];

/** How a job run ended. `running` rows older than the job's time limit belong to a process that died. */
export type JobOutcome = 'running' | 'ok' | 'unchanged' | 'partial' | 'failed';
