import { keep } from './actions.ts';
import { catalogued } from './catalogued.ts';
import { withCredentials } from './environments.ts';
import { expression, type RunStep, script, type Workflow } from './model.ts';
import { oneAtATime, preparedForCredentials, runner } from './steps.ts';
import { installParts } from './tests.ts';

/** Breaks a stack of the runner's own every week, and stores what was measured with the stack of the environment. */
export function drillWorkflows(): Workflow[] {
  const drill: RunStep = {
    name: 'Break a stack, and see it come back',
    run: script('npm run drill -- recovery --repetitions 100 --results "$RUNNER_TEMP/drills.json"'),
  };
  const record = withCredentials(['data'], {
    name: 'Store what was measured',
    // Failures above all.
    if: '!cancelled()',
    run: script('npm run --silent pipeline -- record-drills --results "$RUNNER_TEMP/drills.json"'),
  });
  return [
    {
      ...catalogued('recovery-drill.yml'),
      on: { schedule: [{ cron: '0 5 * * 0' }], workflow_dispatch: {} },
      concurrency: oneAtATime('recovery-drill'),
      jobs: {
        drill: {
          'runs-on': runner,
          'timeout-minutes': 60,
          permissions: { contents: 'read' },
          environment: 'jobs',
          steps: [
            ...preparedForCredentials(),
            installParts,
            drill,
            record,
            keep('drills.json', `${expression('runner.temp')}/drills.json`, '!cancelled()'),
            keep('evidence', '/tmp/eo e2e*/data/logs', 'failure()'),
          ],
        },
      },
    },
  ];
}
