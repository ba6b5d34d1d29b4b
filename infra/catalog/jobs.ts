import type { Job, Workflow } from './types.ts';

const hours = 3600;

/** Everything that runs on a schedule. Cron expressions are the ones of the requirements, in UTC. */
export const jobs: readonly Job[] = [
  {
    name: 'price-sync',
    purpose: 'Electricity price data ingestion and gap repair',
    cron: '0 */6 * * *',
    pipeline: 'price-sync',
    args: ['--poll'],
    workflow: 'price-sync.yml',
    // It waits for a late auction until 15:00 in Brussels, which is 14:00 UTC in winter.
    timeLimitSeconds: 2.5 * hours,
    staleAfterSeconds: 13 * hours,
  },
  {
    name: 'observe-forecasts',
    purpose: 'Backfill actual prices into forecast observations',
    cron: '30 */6 * * *',
    pipeline: 'observe-forecasts',
    workflow: 'observe-forecasts.yml',
    timeLimitSeconds: 900,
    staleAfterSeconds: 13 * hours,
  },
  {
    name: 'nightly-learning',
    purpose: 'Adaptive learning: accuracy, bias detection, weight tuning',
    cron: '0 4 * * *',
    pipeline: 'nightly-learning',
    workflow: 'nightly-learning.yml',
    timeLimitSeconds: 3600,
    staleAfterSeconds: 26 * hours,
  },
  {
    name: 'cost-check',
    purpose: 'Estimated cost, with the database as large as it is, against the budget',
    cron: '15 5 * * *',
    pipeline: 'cost-check',
    workflow: 'cost-check.yml',
    timeLimitSeconds: 300,
    staleAfterSeconds: 26 * hours,
  },
  {
    name: 'drift-check',
    purpose: 'What was changed outside Pulumi',
    cron: '45 5 * * *',
    pipeline: 'drift-check',
    workflow: 'drift-check.yml',
    timeLimitSeconds: 900,
    staleAfterSeconds: 26 * hours,
  },
  {
    name: 'wal-archive',
    purpose: 'What PostgreSQL wrote since, so that the database of any second can be recovered',
    cron: '*/10 * * * *',
    pipeline: 'wal-archive',
    // Neon keeps its own history.
    workflow: null,
    timeLimitSeconds: 580,
    staleAfterSeconds: 3600,
  },
  {
    name: 'backup',
    purpose: 'Daily backup',
    cron: '0 2 * * *',
    pipeline: 'backup',
    workflow: 'backup.yml',
    timeLimitSeconds: 1800,
    staleAfterSeconds: 26 * hours,
  },
  {
    name: 'backup-full',
    purpose: 'Weekly full backup, read back to the last byte',
    cron: '0 3 * * 0',
    pipeline: 'backup',
    args: ['--full'],
    after: 'backup',
    workflow: 'backup.yml',
    timeLimitSeconds: 3600,
    staleAfterSeconds: 8 * 24 * hours,
  },
  {
    name: 'restore-drill',
    purpose: 'Proves that the last backup restores',
    cron: '30 3 * * 0',
    pipeline: 'restore-drill',
    after: 'backup-full',
    workflow: 'restore-drill.yml',
    timeLimitSeconds: 3600,
    staleAfterSeconds: 8 * 24 * hours,
  },
];

/** Those that every stack runs: by its scheduler, or by GitHub Actions where it has none. */
export const jobsEverywhere = jobs.filter((job): job is Job & { workflow: string } => job.workflow !== null);

/** Pipelines that run by hand only, files of `pipelines/`. */
export const pipelinesByHand: readonly string[] = [
  'replay-days',
  'restore',
  'wal-fetch',
  'state-backup',
  'record-drills',
];

/** Workflows started by an event rather than a clock. */
export const workflows: readonly Workflow[] = [
  {
    file: 'test.yml',
    purpose: 'Test suite (Node 20 and 22, PostgreSQL 15, Redis 7)',
    on: 'push and pull request',
  },
  { file: 'backend-ci.yml', purpose: 'Backend tests and lint', on: 'push and pull request' },
  { file: 'frontend-ci.yml', purpose: 'Frontend lint, test, build', on: 'push and pull request' },
  { file: 'e2e-tests.yml', purpose: 'Browser tests and Lighthouse audits', on: 'daily and on demand' },
  {
    file: 'recovery-drill.yml',
    purpose: 'Drills of recovery on a stack of their own, measured for metrics and alerts',
    on: 'weekly and on demand',
  },
  { file: 'deploy-staging.yml', purpose: 'Staging deployment', on: 'merge to develop' },
  { file: 'deploy-production.yml', purpose: 'Production deployment', on: 'release' },
  {
    file: 'pr-preview.yml',
    purpose: 'A stack for each pull request, up when it opens and gone when it closes',
    on: 'pull request',
  },
  {
    file: 'pulumi-preview.yml',
    purpose: 'What a pull request would change on staging and production, and what it would cost',
    on: 'pull request',
  },
  {
    file: 'notion-sync.yml',
    purpose: 'GitHub project and Notion roadmap follow issues and pull requests',
    on: 'issue, pull request and every 30 minutes',
  },
  { file: 'board-lint.yml', purpose: 'What in TODO.md the boards would not understand', on: 'pull request' },
];
