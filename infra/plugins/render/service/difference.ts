import type { DiffResult } from '@pulumi/pulumi/provider/index.js';
import { hasUnknown } from '../../protocol/codec.ts';
import type { Values } from '../../protocol/kind.ts';
import { RenderError } from '../errors.ts';
import { changedFields, type Fields, replacingFields } from '../fields/field.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { settled } from './settle.ts';

/** Names of the settings that differ. */
export function changedSettings(type: ServiceType, before: Values, after: Values): string[] {
  return changedFields(serviceFields[type], settled(type, before), settled(type, after));
}

/** Whether a change of any of these takes effect with a deploy only. */
export function needsDeploy(type: ServiceType, changed: readonly string[]): boolean {
  const fields: Fields = serviceFields[type];
  return changed.some((name) => fields[name]?.deploys);
}

/**
 * What an `up` would do, without asking Render: a preview needs no key and no time.
 *
 * @throws RenderError when it would lose what is on a disk without consent
 */
export function difference(type: ServiceType, outputs: Values, inputs: Values): DiffResult {
  const changed = changedSettings(type, outputs, inputs);
  const replaces = replacingFields(serviceFields[type], changed, inputs);
  protectDisk(outputs, inputs, changed, replaces);
  return {
    changes: changed.length > 0 || outputs.deployStatus !== 'live',
    replaces,
    // A name is unique in a workspace, so the old one must be gone first.
    deleteBeforeReplace: replaces.length > 0,
  };
}

interface Disk {
  name: string;
  sizeGB: number;
}

function protectDisk(
  outputs: Values,
  inputs: Values,
  changed: readonly string[],
  replaces: readonly string[],
): void {
  const disk = outputs.disk as Disk | undefined;
  if (!disk) return;
  const wanted = inputs.disk as Disk | undefined;
  if (wanted && !hasUnknown(wanted) && wanted.sizeGB < disk.sizeGB) {
    throw new RenderError(
      `The disk ${disk.name} of ${outputs.name} has ${disk.sizeGB} GB and can't shrink to ${wanted.sizeGB} GB: ` +
        'keep the size, or take the disk away and make a new one.',
    );
  }
  if (outputs.allowDataLoss === true) return;
  const loss =
    replaces.length > 0
      ? `${replaces.join(' and ')} would replace`
      : changed.includes('disk') && !wanted && 'Taking the disk away would empty';
  if (loss)
    throw new RenderError(dataLoss(`${loss} the service ${outputs.name}, and lose its disk ${disk.name}`));
}

/** Tells how to consent to losing data. */
export function dataLoss(what: string): string {
  return `${what}. If that is wanted, set allowDataLoss to true, run \`up\` with nothing else changed, then try again.`;
}
