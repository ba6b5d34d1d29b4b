import { catalogued } from './catalogued.ts';
import { withCredentials } from './environments.ts';
import { expression, type Job, type RunStep, script, type Workflow } from './model.ts';
import { previewAndComment, stackJob } from './previews.ts';
import { install, isOwnPullRequest, oneAtATime, preparedForCredentials, requireBackend } from './steps.ts';

/** Workflows that change stacks. */
export const deploymentWorkflows = (): Workflow[] => [
  deployStaging(),
  deployProduction(),
  stackOfPullRequest(),
];

const deploy = (stack: string): RunStep =>
  withCredentials(['stack'], {
    name: 'Deploy',
    id: 'deploy',
    env: { STACK: stack },
    run: script('npx pulumi up --stack "$STACK" --yes --skip-preview'),
  });

/** Asks the API and the page from outside until they answer, five minutes each at the most. */
const smokeTest = (stack: string): RunStep =>
  withCredentials(['stack'], {
    name: 'Smoke test',
    env: { STACK: stack },
    run: script(
      'api=$(npx pulumi stack output apiUrl --stack "$STACK")',
      'web=$(npx pulumi stack output webUrl --stack "$STACK")',
      'for url in "$api/readyz" "$api/api/v1/prices/current" "$web"; do',
      '  curl --fail --silent --show-error --location --output /dev/null --retry 20 --retry-delay 15 --retry-all-errors "$url"',
      '  echo "$url answers"',
      'done',
    ),
  });

/** Brings the commit before back up when the new one was deployed; the workflow stays failed, so that somebody looks. */
function rollBack(stack: string, previous: string, env?: Record<string, string>): RunStep[] {
  const condition = "failure() && steps.deploy.outcome != 'skipped'";
  const goBack: RunStep = {
    name: 'Go back to what ran before',
    id: 'back',
    if: condition,
    ...(env ? { env } : {}),
    run: script(
      `previous=${previous}`,
      'echo "::warning::Rolling back to $previous"',
      'git checkout --force "$previous"',
      install.run,
    ),
  };
  const redeploy: RunStep = {
    ...deploy(stack),
    name: 'Roll back',
    id: 'rollback',
    if: `${condition} && steps.back.outcome == 'success'`,
  };
  return [goBack, redeploy];
}

const deployJob = (stack: 'staging' | 'production', back: readonly RunStep[], more: Partial<Job> = {}): Job =>
  stackJob(
    stack,
    45,
    [...preparedForCredentials({ fetchDepth: 0 }), requireBackend, deploy(stack), smokeTest(stack), ...back],
    more,
  );

function deployStaging(): Workflow {
  const back = rollBack('staging', '"$BEFORE"', { BEFORE: expression('github.event.before') });
  return {
    ...catalogued('deploy-staging.yml'),
    on: { push: { branches: ['develop'] } },
    concurrency: oneAtATime('deploy-staging'),
    jobs: { deploy: deployJob('staging', back) },
  };
}

/** The preview is on the page of the run before somebody approves the environment of the deployment. */
function deployProduction(): Workflow {
  const back = rollBack('production', '$(git describe --tags --abbrev=0 HEAD^)');
  return {
    ...catalogued('deploy-production.yml'),
    on: { release: { types: ['published'] } },
    concurrency: oneAtATime('deploy-production'),
    jobs: {
      ...previewAndComment(['production'], {
        permissions: { contents: 'write' },
        run: script(
          'gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/comments" --silent -F body=@preview.md',
        ),
      }),
      deploy: deployJob('production', back, { needs: 'preview' }),
    },
  };
}

/** A stack for each pull request of this repository, taken down with it. */
function stackOfPullRequest(): Workflow {
  const stack = `pr-${expression('github.event.pull_request.number')}`;
  const up = withCredentials(['stack'], {
    name: 'Bring the preview up',
    env: { STACK: stack },
    run: script(
      'npx pulumi stack select --create "$STACK"',
      'npx pulumi up --stack "$STACK" --yes --skip-preview',
      'echo "Preview: $(npx pulumi stack output webUrl --stack "$STACK")" >> "$GITHUB_STEP_SUMMARY"',
    ),
  });
  const down = withCredentials(['stack'], {
    name: 'Take the preview down',
    env: { STACK: stack },
    run: script(
      'if ! npx pulumi stack select "$STACK"; then echo "There is no stack $STACK."; exit 0; fi',
      'npx pulumi destroy --stack "$STACK" --yes --skip-preview --remove',
    ),
  });
  const job = (step: RunStep, action: string): Job =>
    stackJob('pr-preview', 45, [...preparedForCredentials(), requireBackend, step], {
      if: `${isOwnPullRequest} && github.event.action ${action} 'closed'`,
    });
  return {
    ...catalogued('pr-preview.yml'),
    on: { pull_request: { types: ['opened', 'reopened', 'synchronize', 'closed'] } },
    concurrency: oneAtATime(stack),
    jobs: { up: job(up, '!='), down: job(down, '==') },
  };
}
