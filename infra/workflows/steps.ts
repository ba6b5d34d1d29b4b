import { checkout, setupNode } from './actions.ts';
import { withCredentials } from './environments.ts';
import { type Concurrency, expression, type RunStep, type Step, script } from './model.ts';

/** What the jobs of the workflows have in common. */

/** A named image rather than `latest`: it changes when we say so. */
export const runner = 'ubuntu-24.04';

/** The Node versions that are supported; the first is the one that deploys and runs pipelines. */
export const nodeVersions = ['20', '22'] as const;
export const node: string = nodeVersions[0];

/**
 * Installs the dependencies as a step of its own, before any credential is in reach: an install script of a package
 * never runs beside one. Every command installs first what the lockfile names; help asks for nothing more.
 */
export const install: RunStep = {
  name: 'Install dependencies',
  run: script('npm run generate -- --help'),
};

/** Sources, Node and dependencies, for jobs that hold no credentials. */
export const prepared = (version: string = node): Step[] => [
  checkout(),
  setupNode(version, { cache: true }),
  install,
];

/** The same for jobs with credentials. `fetchDepth: 0` brings the whole history. */
export const preparedForCredentials = (options: { fetchDepth?: number } = {}): Step[] => [
  checkout(options),
  setupNode(node, { cache: false }),
  install,
];

/** Without a backend the state would lie on the runner and be gone with it, and the next run would build everything anew. */
export const requireBackend: RunStep = withCredentials(['stack'], {
  name: 'Require a place for the state',
  run: script(
    'if [ -z "$PULUMI_BACKEND_URL" ]; then',
    '  echo "::error::Set the secret PULUMI_BACKEND_URL of this environment (https://api.pulumi.com for Pulumi Cloud)."',
    '  exit 1',
    'fi',
  ),
});

/** One run at a time, the next one waits: what works on data or a stack is never cancelled half way. */
export const oneAtATime = (group: string): Concurrency => ({ group, 'cancel-in-progress': false });

/** A newer push to a pull request ends the run of the older one; on branches every commit keeps its result. */
export const newestOfPullRequest: Concurrency = {
  group: `${expression('github.workflow')}-${expression('github.ref')}`,
  'cancel-in-progress': expression("github.event_name == 'pull_request'"),
};

/** Pull requests of forks and of Dependabot get no secrets; their jobs that need some are left out. */
export const isOwnPullRequest =
  "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'";

/** Minutes of a limit in seconds, and `extra` for setting up. */
export const minutes = (seconds: number, extra = 0): number => Math.ceil(seconds / 60) + extra;

/** Time for checkout, Node, dependencies and a first Pulumi CLI. */
export const setUpMinutes = 10;
