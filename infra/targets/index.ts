import type * as pulumi from '@pulumi/pulumi';
import type { Target } from '../catalog/types.ts';
import type { StackOutputs } from '../outputs.ts';
import type { Settings } from '../settings.ts';
import type { Given } from './given.ts';
import { deployLocal } from './local.ts';

/** The outputs of a stack while it is made: each may still wait for a resource. */
export type PendingOutputs = { [Name in keyof StackOutputs]: pulumi.Input<StackOutputs[Name]> };

/** Turns the catalogue into the resources of one kind of place. */
export type Deploy = (settings: Settings, given: Given) => Promise<PendingOutputs>;

/** Where stacks can run. Only this folder knows. */
export const targets: Partial<Record<Target, Deploy>> = {
  local: deployLocal,
  // Loaded when it is asked for: the other stacks need nothing of GitHub's package.
  cloud: async (settings, given) => (await import('./cloud/deploy.ts')).deployCloud(settings, given),
  // Loaded when it is asked for: the other stacks need nothing of Docker's package.
  docker: async (settings, given) => (await import('./docker/deploy.ts')).deployDocker(settings, given),
};
