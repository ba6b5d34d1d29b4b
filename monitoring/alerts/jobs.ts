import { metrics as names } from '@eo/app/contract/metrics.ts';
import { jobsEverywhere } from '@eo/infra/catalog/jobs.ts';
import type { Job } from '@eo/infra/catalog/types.ts';
import { config } from '../config.ts';
import { durationOf } from '../duration.ts';
import { derived, jobLabel } from '../rules/derived.ts';
import type { Alert, AlertGroup } from '../rules/types.ts';
import { apiDown } from './api.ts';

/** Alerts that watch the age of a job's last success, and which jobs each of them watches. */
export const staleness = {
  BackupTooOld: /^backup/,
  RestoreDrillTooOld: /^restore-drill$/,
  ScheduledJobStale: /^(?!backup|restore-drill$)/,
} as const;

/** Matchers for PromQL, which knows no look-ahead. */
const matchers = {
  BackupTooOld: `${jobLabel}=~"backup.*"`,
  RestoreDrillTooOld: `${jobLabel}="restore-drill"`,
  ScheduledJobStale: `${jobLabel}!~"backup.*|restore-drill"`,
};

const olderThanAllowed = (alert: keyof typeof staleness): string =>
  `${derived.jobAge}{${matchers[alert]}} > on (${jobLabel}) ${derived.jobLimit}`;

const silencedBy = [apiDown, { alert: 'PostgresDown' }];
const jobName = `{{ $labels.${jobLabel} }}`;

const scheduledJobStale: Alert = {
  name: 'ScheduledJobStale',
  expr: olderThanAllowed('ScheduledJobStale'),
  severity: 'warning',
  summary: `${jobName} last succeeded {{ $value | humanizeDuration }} ago.`,
  silencedBy,
  runbook: {
    meaning:
      'A scheduled job has not succeeded for longer than the catalogue allows: about two of its periods.',
    confirm: [
      `\`${derived.jobAge}\` against \`${derived.jobLimit}\``,
      'Last runs and next ones: `npm run status`',
    ],
    act: [
      'It runs and fails: see the runbook ScheduledJobFailing.',
      'It does not run: on local and docker the scheduler is down (`npm run up`); on staging and production its workflow is disabled, which GitHub does after 60 days without a commit.',
      'Run it by hand: `npm run pipeline -- <job>`.',
    ],
  },
};

const scheduledJobFailing: Alert = {
  name: 'ScheduledJobFailing',
  expr: `max by (${jobLabel}) (increase(${names.jobRunsTotal}{outcome="failed"}[1d])) >= ${config.jobs.failuresInADay}`,
  severity: 'warning',
  summary: `${jobName} failed {{ $value | printf "%.0f" }} times in a day.`,
  silencedBy,
  runbook: {
    meaning:
      'Runs of a job fail repeatedly. One failure is left to the next run; two in a day are not chance.',
    confirm: [
      `\`increase(${names.jobRunsTotal}{outcome="failed"}[1d])\``,
      'The error: column `error` of the table `job_run`, or the log of the scheduler',
    ],
    act: ['Mend what the error names.', 'Run it by hand and see it succeed: `npm run pipeline -- <job>`.'],
  },
};

const backupTooOld: Alert = {
  name: 'BackupTooOld',
  expr: olderThanAllowed('BackupTooOld'),
  severity: 'critical',
  summary: `The last good ${jobName} is {{ $value | humanizeDuration }} old.`,
  runbook: {
    meaning: 'If the data were lost now, more than a day (a week for the full backup) would be gone.',
    confirm: [
      `\`${derived.jobAge}{${matchers.BackupTooOld}}\``,
      'The files themselves, with their dates, where the stack keeps its backups',
    ],
    act: [
      'Make one now: `npm run pipeline -- backup`.',
      'It fails for lack of space: see the runbook DiskAlmostFull.',
      'It fails to log in: the password of the database changed under it; `npm run up` writes it anew.',
    ],
    afterwards: 'Prove it: `npm run pipeline -- restore-drill`.',
  },
};

const restoreDrillTooOld: Alert = {
  name: 'RestoreDrillTooOld',
  expr: olderThanAllowed('RestoreDrillTooOld'),
  severity: 'critical',
  summary: 'A backup was last restored {{ $value | humanizeDuration }} ago.',
  runbook: {
    meaning:
      'Backups exist and nobody has proved for over a week that one restores. A backup that was never restored is a hope.',
    confirm: [`\`${derived.jobAge}{${matchers.RestoreDrillTooOld}}\``, 'Its last runs: table `job_run`'],
    act: [
      'Run it and read what it says: `npm run pipeline -- restore-drill`.',
      'The backup is bad: make a new one at once, `npm run pipeline -- backup`, and keep the old ones.',
    ],
  },
};

export const neverSucceededName = ({ name }: Job): string => `${pascalCase(name)}NeverSucceeded`;

/** Fires for a job that has no success on record at all: what is absent has no age. */
function neverSucceeded(job: Job): Alert {
  const { name, staleAfterSeconds } = job;
  return {
    name: neverSucceededName(job),
    expr: `absent(${names.jobLastSuccessTimestampSeconds}{${jobLabel}="${name}"})`,
    for: durationOf(staleAfterSeconds),
    severity: 'warning',
    summary: `${name} has never succeeded on this stack (absent = {{ $value }}).`,
    silencedBy,
    runbook: {
      meaning: `No success of ${name} is on record, ${durationOf(staleAfterSeconds)} after the stack came up.`,
      confirm: [
        `\`${names.jobLastSuccessTimestampSeconds}\` has no series for it`,
        'Its runs: `npm run status`',
      ],
      act: [
        `Run it by hand and read its error: \`npm run pipeline -- ${name}\`.`,
        'Nothing is recorded although it ran: it writes to another database than the API reads.',
      ],
    },
  };
}

/** `price-sync` as `PriceSync`. */
const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

export const jobAlerts: AlertGroup = {
  name: 'jobs',
  alerts: [
    scheduledJobStale,
    scheduledJobFailing,
    ...jobsEverywhere.map(neverSucceeded),
    backupTooOld,
    restoreDrillTooOld,
  ],
};
