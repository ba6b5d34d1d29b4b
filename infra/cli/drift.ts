import { explainPulumi, type Stack } from './stack.ts';

/** A resource that is not as Pulumi left it. */
export interface Drift {
  /** Its name in the stack. */
  resource: string;
  change: 'changed' | 'deleted';
  /** Names of what differs; without those of secrets, which the engine does not tell apart. */
  properties: string[];
}

/**
 * What was changed outside Pulumi: asks the vendors how everything is, and changes nothing, also not in the state.
 *
 * @throws Error of the engine when a vendor cannot be asked, e.g. for want of a key
 */
async function driftOf(stack: Stack): Promise<Drift[]> {
  const found: Drift[] = [];
  await stack.previewRefresh({
    color: 'never',
    suppressProgress: true,
    onEvent: ({ resOutputsEvent }) => {
      const { op, urn, old: before, new: after } = resOutputsEvent?.metadata ?? {};
      if (op !== 'update' && op !== 'delete') return;
      found.push({
        resource: urn?.split('::').at(-1) ?? '',
        change: op === 'delete' ? 'deleted' : 'changed',
        properties: op === 'delete' ? [] : differing(before, after),
      });
    },
  });
  return found.sort((a, b) => a.resource.localeCompare(b.resource));
}

type Values = Record<string, unknown>;
type Seen = { inputs: Values; outputs: Values } | undefined;

/** Inputs first: what a vendor fills in besides is told only where nothing that was asked for differs. */
function differing(before: Seen, after: Seen): string[] {
  const inputs = namesThatDiffer(before?.inputs, after?.inputs);
  return inputs.length > 0 ? inputs : namesThatDiffer(before?.outputs, after?.outputs);
}

const namesThatDiffer = (before: Values = {}, after: Values = {}): string[] =>
  Object.keys(before)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .sort();

/** What there is to say of drift: what was found, or null where that could not be told, and a text for people. */
export interface DriftReport {
  found: Drift[] | null;
  text: string;
}

/** Never throws: a vendor that cannot be asked, for instance for want of a key, is part of the answer. */
export async function reportDrift(stack: Stack): Promise<DriftReport> {
  try {
    const found = await driftOf(stack);
    return { found, text: found.length > 0 ? found.map(describe).join('\n') : '  drift: none' };
  } catch (error) {
    return { found: null, text: `  drift: not known. ${explainPulumi(error, stack.name).message}` };
  }
}

function describe({ resource, change, properties }: Drift): string {
  if (change === 'deleted') return `  drift: ${resource} was deleted`;
  return `  drift: ${resource} was changed: ${properties.join(', ') || 'a secret'}`;
}
