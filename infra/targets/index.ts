import type * as pulumi from '@pulumi/pulumi';
import type { Target } from '../catalog/types.ts';
import type { StackOutputs } from '../outputs.ts';
import type { Settings } from '../settings.ts';
import { deployLocal, type Given } from './local.ts';

/** Turns the catalogue into the resources of one kind of place. */
export type Deploy = (settings: Settings, given: Given) => Promise<StackOutputs<pulumi.Output<string>>>;

/** Where stacks can run. Only this folder knows. */
export const targets: Partial<Record<Target, Deploy>> = { local: deployLocal };
