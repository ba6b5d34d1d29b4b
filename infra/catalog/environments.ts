import type { Environment } from './types.ts';

/** The stacks of the kit. A stack of another name picks its target with `pulumi config set target <local|docker|cloud>`. */
export const environments: readonly Environment[] = [
  {
    name: 'local',
    target: 'local',
    nodeEnv: 'development',
    purpose: 'Processes on this machine, for newcomers and developers',
    plans: {},
  },
  {
    name: 'docker',
    target: 'docker',
    nodeEnv: 'production',
    purpose: 'One Docker engine, for self-hosters and operators',
    plans: {},
  },
  {
    name: 'staging',
    target: 'cloud',
    nodeEnv: 'production',
    purpose: 'What is merged to develop, on Render and Neon',
    branch: 'develop',
    github: [{ name: 'staging', branches: ['develop'], tags: [] }],
    plans: { backend: 'free', redis: 'free', postgres: 'neon-free', domain: 'none' },
  },
  {
    name: 'production',
    target: 'cloud',
    nodeEnv: 'production',
    purpose: 'What is released, on Render and Neon',
    branch: 'main',
    github: [
      { name: 'production', branches: [], tags: ['v*'] },
      // Scheduled workflows run on the default branch.
      { name: 'jobs', branches: ['main'], tags: [], runsPipelines: true },
    ],
    plans: { backend: '0.5c-512mb', redis: '256mb', postgres: 'neon-free', domain: 'own' },
  },
];

/**
 * A stack `pr-<number>` for each pull request: a branch of staging's database, and services of its own that end with the
 * pull request. It has no cache and no GitHub environment.
 */
export const pullRequests: Environment = {
  name: 'pr-<number>',
  target: 'cloud',
  nodeEnv: 'production',
  purpose: 'One pull request, on a branch of the database of staging',
  plans: { backend: 'free', postgres: 'neon-free', domain: 'none' },
};
