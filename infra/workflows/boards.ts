import { catalogued } from './catalogued.ts';
import { withCredentials } from './environments.ts';
import { expression, script, type Workflow } from './model.ts';
import { newestOfPullRequest, oneAtATime, prepared, preparedForCredentials, runner } from './steps.ts';

/** Keeps the boards in step: at once after an event, and as a whole every 30 minutes. */
export const boardWorkflows = (): Workflow[] => [
  {
    ...catalogued('notion-sync.yml'),
    on: {
      issues: {
        types: ['opened', 'edited', 'closed', 'reopened', 'labeled', 'unlabeled', 'assigned', 'unassigned'],
      },
      pull_request: { types: ['opened', 'edited', 'closed', 'reopened', 'ready_for_review'] },
      schedule: [{ cron: '*/30 * * * *' }],
      workflow_dispatch: {},
    },
    concurrency: oneAtATime('notion-sync'),
    jobs: {
      sync: {
        if: "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
        'runs-on': runner,
        'timeout-minutes': 15,
        permissions: { contents: 'read', issues: 'read', 'pull-requests': 'read' },
        environment: 'boards',
        steps: [
          ...preparedForCredentials(),
          withCredentials(['boards'], {
            name: 'Synchronise',
            env: { EVENT: expression('github.event_name') },
            run: script(
              'case "$EVENT" in schedule | workflow_dispatch) mode=full ;; *) mode=event ;; esac',
              'npm run --silent board-sync -- github --mode "$mode"',
            ),
          }),
        ],
      },
    },
  },
  {
    ...catalogued('board-lint.yml'),
    on: { pull_request: { paths: ['TODO.md'] } },
    concurrency: newestOfPullRequest,
    jobs: {
      lint: {
        'runs-on': runner,
        'timeout-minutes': 10,
        permissions: { contents: 'read' },
        steps: [
          ...prepared(),
          { name: 'Look at TODO.md', run: script('npm run --silent board-sync -- lint') },
        ],
      },
    },
  },
];
