import type { Values } from '../../protocol/kind.ts';
import { type Fields, normalised } from '../fields/field.ts';
import { type ServiceType, serviceFields } from './fields.ts';

const native = ['buildCommand', 'startCommand'];
const docker = ['dockerContext', 'dockerfilePath'];
const fromRepository = ['repo', 'branch', 'rootDir', 'buildFilter', 'autoDeploy', 'commit'];

/** Inputs that mean nothing for a runtime: Render answers something for some of them all the same. */
export function inapplicable(runtime: unknown): string[] {
  if (runtime === 'image') return [...native, ...docker, ...fromRepository];
  if (runtime === 'docker') return [...native, 'image'];
  return [...docker, 'dockerCommand', 'image', 'registryCredentialId'];
}

/**
 * All settings of a service in one spelling, ready to be compared: what its runtime does not use is taken as left
 * out, and where Render scales by load the number of instances is its own.
 */
export function settled(type: ServiceType, values: Values): Values {
  const fields: Fields = serviceFields[type];
  const idle = type === 'static_site' ? [] : inapplicable(values.runtime);
  const cleared = Object.fromEntries(Object.entries(values).filter(([name]) => !idle.includes(name)));
  const settings = normalised(fields, cleared);
  return settings.autoscaling ? { ...settings, numInstances: fields.numInstances?.fallback } : settings;
}
