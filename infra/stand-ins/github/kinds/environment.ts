import type { ResourceKind, Values } from '../../../plugins/protocol/kind.ts';
import type { Github } from '../client.ts';
import { kindOf } from './kind.ts';

interface Policy {
  protectedBranches: boolean;
  customBranchPolicies: boolean;
}

export function environment(github: Github): ResourceKind {
  const path = (of: Values): string =>
    `/repos/${github.owner}/${of.repository}/environments/${of.environment}`;
  return kindOf({
    identity: ['repository', 'environment'],
    settings: ['deploymentBranchPolicy', 'waitTimer'],
    put: async (inputs) => {
      const policy = inputs.deploymentBranchPolicy as Policy | undefined;
      await github.call('PUT', path(inputs), {
        ...(inputs.waitTimer === undefined ? {} : { wait_timer: inputs.waitTimer }),
        deployment_branch_policy: policy
          ? {
              protected_branches: policy.protectedBranches,
              custom_branch_policies: policy.customBranchPolicies,
            }
          : null,
      });
      return {};
    },
    look: async (outputs) => {
      const live = await github.call('GET', path(outputs));
      if (!live) return null;
      const policy = live.deployment_branch_policy as Record<string, boolean> | null;
      return policy
        ? {
            deploymentBranchPolicy: {
              protectedBranches: policy.protected_branches,
              customBranchPolicies: policy.custom_branch_policies,
            },
          }
        : {};
    },
    remove: async (outputs) => {
      await github.call('DELETE', path(outputs));
    },
  });
}
