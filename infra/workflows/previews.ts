import { keep } from './actions.ts';
import { catalogued } from './catalogued.ts';
import { type GithubEnvironmentName, withCredentials } from './environments.ts';
import { expression, type Job, type Permissions, type RunStep, script, type Workflow } from './model.ts';
import {
  isOwnPullRequest,
  newestOfPullRequest,
  preparedForCredentials,
  requireBackend,
  runner,
} from './steps.ts';

/** What a pull request would change on the stacks, and what it would cost, as one comment that is kept up to date. */
export const previewWorkflows = (): Workflow[] => [
  {
    ...catalogued('pulumi-preview.yml'),
    on: {
      pull_request: {
        paths: ['infra/**', 'app/**', 'web/**', 'pipelines/**', 'Pulumi*.yaml', 'package-lock.json'],
      },
    },
    concurrency: newestOfPullRequest,
    jobs: previewAndComment(['staging', 'production'], {
      if: isOwnPullRequest,
      permissions: { 'pull-requests': 'write' },
      env: { NUMBER: expression('github.event.pull_request.number') },
      run: script(
        'gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --body-file preview.md --edit-last --create-if-none',
      ),
    }),
  },
];

/** A job that works on stacks with the credentials of an environment. */
export const stackJob = (
  environment: GithubEnvironmentName,
  minutes: number,
  steps: Job['steps'],
  more: Partial<Job> = {},
): Job => ({
  'runs-on': runner,
  'timeout-minutes': minutes,
  permissions: { contents: 'read' },
  environment,
  ...more,
  steps,
});

interface Comment {
  readonly if?: string;
  readonly permissions: Permissions;
  readonly env?: Readonly<Record<string, string>>;
  /** Posts `preview.md`. */
  readonly run: string;
}

/**
 * Two jobs: one runs the code with the stack's credentials and may only read, the other may write the comment and runs
 * no code of the repository. The preview fails when a stack would be over budget; the comment is written all the same.
 */
export function previewAndComment(
  stacks: readonly string[],
  { if: condition, permissions, env = {}, run }: Comment,
): { preview: Job; comment: Job } {
  const comment: RunStep = {
    name: 'Comment',
    env: { GH_TOKEN: expression('github.token'), ...env },
    run: script('gh run download "$GITHUB_RUN_ID" --repo "$GITHUB_REPOSITORY" --name preview', run),
  };
  const steps = [...preparedForCredentials(), requireBackend, preview(stacks), keep('preview', 'preview.md')];
  return {
    preview: stackJob('preview', 30, steps, condition ? { if: condition } : {}),
    comment: {
      needs: 'preview',
      if: [condition, '!cancelled()'].filter(Boolean).join(' && '),
      'runs-on': runner,
      'timeout-minutes': 5,
      permissions: { actions: 'read', ...permissions },
      steps: [comment],
    },
  };
}

/** Indented text is a code block that no text can close; a comment may have 65,536 characters. */
const preview = (stacks: readonly string[]): RunStep =>
  withCredentials(['stack'], {
    name: 'Preview with cost',
    env: { STACKS: stacks.join(' ') },
    run: script(
      'failed=0',
      'for stack in $STACKS; do',
      '  npm run --silent preview -- "$stack" > "$stack.txt" 2>&1 || failed=1',
      '  { echo "### $stack"; echo; sed "s/^/    /" "$stack.txt" | head -c 30000; echo; } >> preview.md',
      'done',
      'cat preview.md >> "$GITHUB_STEP_SUMMARY"',
      'exit "$failed"',
    ),
  });
