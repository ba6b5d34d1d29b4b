import { execFileSync } from 'node:child_process';
import { isPullRequest } from '../../catalog/index.ts';
import { type Settings, SettingsError } from '../../settings.ts';
import { projectDir } from '../../toolchain/project.ts';

/** What Render builds from. */
export interface Source {
  /** Owner and name at GitHub. */
  owner: string;
  repository: string;
  branch: string;
  /** The commit to deploy; null for the tip of the branch. */
  commit: string | null;
}

/** Runs `git` in the project; null when it fails. */
export type Git = (...args: string[]) => string | null;

/**
 * Finds out what to deploy: from the stack's configuration, else from the workflow that runs, else from the checkout.
 *
 * @throws SettingsError naming the key to set when the repository or the branch cannot be told
 */
export function sourceOf(
  { stack, cloud }: Pick<Settings, 'stack' | 'cloud'>,
  env: NodeJS.ProcessEnv = process.env,
  git: Git = gitInProject,
): Source {
  const place = cloud.repository ?? env.GITHUB_REPOSITORY ?? originOf(git);
  const [owner, repository] = place?.split('/') ?? [];
  if (!owner || !repository) {
    throw new SettingsError(
      'The repository at GitHub that Render builds from is not known.\n' +
        `Set it: npx pulumi config set cloud:repository acme/electricity-optimizer -s ${stack}`,
    );
  }
  const branch = cloud.branch ?? (isPullRequest(stack) && env.GITHUB_HEAD_REF);
  if (!branch) {
    throw new SettingsError(
      `The branch to deploy on stack ${stack} is not known.\n` +
        `Set it: npx pulumi config set cloud:branch <name> -s ${stack}`,
    );
  }
  return { owner, repository, branch, commit: cloud.commit ?? commitOf(stack, git) };
}

function originOf(git: Git): string | undefined {
  return /github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(git('remote', 'get-url', 'origin') ?? '')?.[1];
}

/**
 * The commit that is checked out. Workflows of pull requests check out a merge that is on no branch; its second parent
 * is the commit of the pull request. A shallow checkout hides parents from everything but the commit's own text.
 */
function commitOf(stack: string, git: Git): string | null {
  const head = git('rev-parse', 'HEAD');
  if (!head || !isPullRequest(stack)) return head;
  const parents = [...(git('cat-file', '-p', 'HEAD') ?? '').matchAll(/^parent ([0-9a-f]{40})$/gm)];
  return parents[1]?.[1] ?? head;
}

/** The version that the stack says it runs: its image, else the commit, short. */
export const releaseOf = ({ cloud }: Pick<Settings, 'cloud'>, { commit }: Source): string =>
  cloud.image ?? commit?.slice(0, 12) ?? 'unknown';

const gitInProject: Git = (...args) => {
  try {
    return execFileSync('git', ['-C', projectDir, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
};
