import { jobsEverywhere } from '@eo/infra/catalog/jobs.ts';
import { neverSucceededName } from '../../alerts/jobs.ts';
import { durationOf } from '../../duration.ts';
import { type AlertCases, type Cases, fires, quiet } from '../scene.ts';

const labels = 'job="backend-api",instance="a",service="backend"';
const success = (job: string): string =>
  `job_last_success_timestamp_seconds{${labels},exported_job="${job}"}`;
const failed = (job: string): string => `job_runs_total{${labels},exported_job="${job}",outcome="failed"}`;
const hours = 3600;

const neverSucceeded = (name: string, staleAfterSeconds: number): AlertCases => ({
  fires: [
    fires(
      'nothing is on record',
      { [success('another-job')]: '0x2' },
      durationOf(staleAfterSeconds + 60),
      { exported_job: name },
      `${name} has never succeeded on this stack (absent = 1).`,
    ),
  ],
  quiet: [
    quiet(
      'it succeeded once',
      { [success(name)]: `0x${staleAfterSeconds / 60 + 5}` },
      durationOf(staleAfterSeconds + 60),
    ),
    quiet('the stack is young', { [success('another-job')]: '0x2' }, '60m'),
  ],
});

export const jobCases: Cases = {
  ScheduledJobStale: {
    fires: [
      fires(
        'prices were last synchronised 14 hours ago',
        { [success('price-sync')]: `${-14 * hours}x5` },
        '0m',
        { exported_job: 'price-sync' },
        'price-sync last succeeded 14h 0m 0s ago.',
      ),
    ],
    quiet: [
      quiet('12 hours ago', { [success('price-sync')]: `${-12 * hours}x5` }, '2m'),
      quiet('a daily job, 14 hours ago', { [success('nightly-learning')]: `${-14 * hours}x5` }, '2m'),
      quiet('a backup has an alert of its own', { [success('backup')]: `${-90 * hours}x5` }, '2m'),
    ],
  },
  ScheduledJobFailing: {
    fires: [
      fires(
        'three failures in a day',
        { [failed('price-sync')]: '0x10 1x10 2x10 3x60' },
        '60m',
        { exported_job: 'price-sync' },
        'price-sync failed 3 times in a day.',
      ),
    ],
    quiet: [
      quiet('one failure', { [failed('price-sync')]: '0x30 1x60' }, '60m'),
      quiet('failures of long ago', { [failed('price-sync')]: '9x60' }, '60m'),
    ],
  },
  ...Object.fromEntries(
    jobsEverywhere.map((job) => [neverSucceededName(job), neverSucceeded(job.name, job.staleAfterSeconds)]),
  ),
  BackupTooOld: {
    fires: [
      fires(
        'the daily one is 27 hours old',
        { [success('backup')]: `${-27 * hours}x5`, [success('backup-full')]: `${-27 * hours}x5` },
        '0m',
        { exported_job: 'backup' },
        'The last good backup is 1d 3h 0m 0s old.',
      ),
    ],
    quiet: [
      quiet(
        '25 hours',
        { [success('backup')]: `${-25 * hours}x5`, [success('backup-full')]: `${-150 * hours}x5` },
        '2m',
      ),
    ],
  },
  RestoreDrillTooOld: {
    fires: [
      fires(
        'nine days ago',
        { [success('restore-drill')]: `${-216 * hours}x5` },
        '0m',
        { exported_job: 'restore-drill' },
        'A backup was last restored 9d 0h 0m 0s ago.',
      ),
    ],
    quiet: [quiet('a week ago', { [success('restore-drill')]: `${-168 * hours}x5` }, '2m')],
  },
};
