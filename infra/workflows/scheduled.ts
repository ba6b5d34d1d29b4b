import { jobsEverywhere } from '../catalog/jobs.ts';
import type { Job as ScheduledJob } from '../catalog/types.ts';
import { keep } from './actions.ts';
import { type CredentialSet, withCredentials } from './environments.ts';
import { expression, type Input, type Job, script, type Workflow } from './model.ts';
import { minutes, oneAtATime, preparedForCredentials, runner, setUpMinutes } from './steps.ts';

/** What the run of a pipeline needs beside the database and the feeds. */
const moreCredentials: Readonly<Record<string, readonly CredentialSet[]>> = {
  'drift-check': ['stack'],
  backup: ['backups'],
  'restore-drill': ['backups'],
};

/** One workflow for each file that the jobs of the catalogue name. */
export function scheduledWorkflows(): Workflow[] {
  const files = [...new Set(jobsEverywhere.map(({ workflow }) => workflow))];
  return files.map((file) =>
    workflowOf(
      file,
      jobsEverywhere.filter(({ workflow }) => workflow === file),
    ),
  );
}

function workflowOf(file: string, scheduled: readonly ScheduledJob[]): Workflow {
  const names = scheduled.map(({ name }) => name);
  return {
    file,
    purpose: scheduled.map(({ purpose }) => purpose).join('; '),
    on: {
      schedule: scheduled.map(({ cron }) => ({ cron })),
      workflow_dispatch: { inputs: inputsOf(names) },
    },
    concurrency: oneAtATime(file.replace(/\.yml$/, '')),
    jobs: Object.fromEntries(scheduled.map((job) => [job.name, jobOf(job, names.length > 1)])),
  };
}

function inputsOf(names: readonly string[]): Record<string, Input> {
  const args: Input = {
    description: 'Arguments of the pipeline in place of the usual ones',
    type: 'string',
    default: '',
  };
  if (names.length === 1) return { args };
  return { job: { description: 'Which job', type: 'choice', options: names, default: names[0] ?? '' }, args };
}

function jobOf(
  { name, cron, pipeline, args = [], timeLimitSeconds }: ScheduledJob,
  isOneOfMany: boolean,
): Job {
  const sets: readonly CredentialSet[] = ['data', ...(moreCredentials[pipeline] ?? [])];
  return {
    ...(isOneOfMany ? { if: `github.event.schedule == '${cron}' || inputs.job == '${name}'` } : {}),
    'runs-on': runner,
    'timeout-minutes': minutes(timeLimitSeconds, setUpMinutes),
    permissions: { contents: 'read' },
    environment: 'jobs',
    steps: [
      ...preparedForCredentials(),
      withCredentials(sets, {
        name: `Run ${pipeline}`,
        env: { ARGS: expression('inputs.args'), USUAL_ARGS: args.join(' ') },
        run: script(
          // Several arguments in one input: split on purpose.
          '# shellcheck disable=SC2086',
          `npm run --silent pipeline -- ${pipeline} --json \${ARGS:-$USUAL_ARGS} | tee "$RUNNER_TEMP/${name}.log"`,
        ),
      }),
      keep(`${name}.log`, `${expression('runner.temp')}/${name}.log`),
    ],
  };
}
