import type { ResourceKind, Values } from '../../../plugins/protocol/kind.ts';
import type { Github } from '../client.ts';
import { kindOf } from './kind.ts';

export const repositoryVariable = (github: Github): ResourceKind =>
  variable(
    github,
    ['repository', 'variableName'],
    ({ repository }) => `/repos/${github.owner}/${repository}/actions`,
  );

export const environmentVariable = (github: Github): ResourceKind =>
  variable(
    github,
    ['repository', 'environment', 'variableName'],
    ({ repository, environment }) => `/repos/${github.owner}/${repository}/environments/${environment}`,
  );

function variable(github: Github, identity: readonly string[], base: (of: Values) => string): ResourceKind {
  const path = (of: Values): string => `${base(of)}/variables/${of.variableName}`;
  return kindOf({
    identity,
    settings: ['value'],
    put: async (inputs) => {
      const body = { name: inputs.variableName, value: inputs.value };
      if (await github.call('GET', path(inputs))) await github.call('PATCH', path(inputs), body);
      else await github.call('POST', `${base(inputs)}/variables`, body);
      return {};
    },
    look: async (outputs) => {
      const live = await github.call('GET', path(outputs));
      return live && { value: live.value };
    },
    remove: async (outputs) => {
      await github.call('DELETE', path(outputs));
    },
  });
}
