import { createRequire } from 'node:module';
import * as github from '@pulumi/github';
import * as pulumi from '@pulumi/pulumi';
import type { GithubEnvironment } from '../../catalog/types.ts';
import type { GithubPlan } from './plan.ts';
import type { Source } from './source.ts';

/** What workflows get from a stack; the names are those of their environment variables. */
export interface ForWorkflows {
  secrets: Readonly<Record<string, pulumi.Output<string>>>;
  variables: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Environments of the repository with the branches and tags that may use them. Those that run pipelines get secrets and
 * variables of the stack after the API has them, so that no workflow uses a key that is not accepted yet.
 */
export function makeGithub(
  plan: GithubPlan,
  source: Source,
  given: ForWorkflows,
  after: pulumi.Resource,
): void {
  if (plan.environments.length === 0) return;
  const provider = new GithubAccount('github', source.owner);
  for (const entry of plan.environments) {
    const made = makeEnvironment(entry, source.repository, provider);
    if (entry.runsPipelines) fill(made, given, { provider, dependsOn: [after] });
  }
}

const { version } = createRequire(import.meta.url)('@pulumi/github/package.json') as { version: string };

/**
 * GitHub as the owner of the repository. The plugin reads the token from `GITHUB_TOKEN` itself; `github.Provider` would
 * put it into the state, and print it in a diff.
 */
class GithubAccount extends pulumi.ProviderResource {
  constructor(name: string, owner: string) {
    super('github', name, { owner }, { version });
  }
}

function makeEnvironment(
  { name, branches, tags }: GithubEnvironment,
  repository: string,
  provider: pulumi.ProviderResource,
): github.RepositoryEnvironment {
  const made = new github.RepositoryEnvironment(
    `github-${name}`,
    {
      repository,
      environment: name,
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    },
    { provider },
  );
  const patterns = [
    ...branches.map((branchPattern) => ({ branchPattern })),
    ...tags.map((tagPattern) => ({ tagPattern })),
  ];
  for (const pattern of patterns) {
    new github.RepositoryEnvironmentDeploymentPolicy(
      `github-${name}-${Object.values(pattern)[0]}`,
      { repository, environment: made.environment, ...pattern },
      { provider, deletedWith: made },
    );
  }
  return made;
}

function fill(
  { environment, repository }: github.RepositoryEnvironment,
  { secrets, variables }: ForWorkflows,
  options: pulumi.CustomResourceOptions,
): void {
  for (const [secretName, value] of Object.entries(secrets)) {
    const args = { repository, environment, secretName, value };
    new github.ActionsEnvironmentSecret(`github-secret-${secretName}`, args, options);
  }
  for (const [variableName, value] of Object.entries(variables)) {
    const args = { repository, environment, variableName, value };
    new github.ActionsEnvironmentVariable(`github-variable-${variableName}`, args, options);
  }
}
