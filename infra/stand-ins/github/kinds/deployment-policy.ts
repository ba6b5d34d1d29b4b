import type { ResourceKind, Values } from '../../../plugins/protocol/kind.ts';
import type { Github } from '../client.ts';
import { kindOf } from './kind.ts';

/** Which branches or tags may deploy to an environment. */
export function deploymentPolicy(github: Github): ResourceKind {
  const path = (of: Values): string =>
    `/repos/${github.owner}/${of.repository}/environments/${of.environment}/deployment-branch-policies`;
  return kindOf({
    identity: ['repository', 'environment', 'branchPattern', 'tagPattern'],
    settings: [],
    put: async (inputs) => {
      const { branchPattern, tagPattern } = inputs;
      const body = branchPattern
        ? { name: branchPattern, type: 'branch' }
        : { name: tagPattern, type: 'tag' };
      return { policyId: (await github.call('POST', path(inputs), body))?.id };
    },
    look: async (outputs) => {
      const live = await github.call('GET', `${path(outputs)}/${outputs.policyId}`);
      return live && {};
    },
    remove: async (outputs) => {
      await github.call('DELETE', `${path(outputs)}/${outputs.policyId}`);
    },
  });
}
