import type { Memory } from './memory.ts';
import type { Sighting } from './merge.ts';
import type { Populated } from './plan.ts';

/** Why an item counts as removed: the source that has it no longer. */
export interface Removal {
  by: string;
  why: string;
}

/**
 * Items that their source no longer has. Something counts as removed only when a source that was read in full this
 * time had shown it before (a new branch, an event, a source that is not configured never remove anything), and no
 * other source has it, be it one that was not asked this time.
 */
export function removedKeys(
  populated: readonly Populated[],
  items: ReadonlyMap<string, readonly Sighting[]>,
  memory: Memory,
): Map<string, Removal> {
  const sources = populated.filter(({ place }) => place.kind === 'source').map(({ place }) => place);
  const removed = new Map<string, Removal>();
  for (const [key, sightings] of items) {
    if (sightings.some(({ place }) => place.kind === 'source')) continue;
    const by = sources.find(
      (source) =>
        source.removed?.includes(key) || (!source.partial && Boolean(memory.get(key)?.places[source.id]?.id)),
    );
    if (by && !heldElsewhere(key, by.id, populated, memory)) {
      removed.set(key, { by: by.id, why: `no longer in ${by.label}` });
    }
  }
  return removed;
}

/** Issues that were not asked this time still hold their items; other branches of a file do not. */
function heldElsewhere(key: string, by: string, populated: readonly Populated[], memory: Memory): boolean {
  return Object.entries(memory.get(key)?.places ?? {}).some(
    ([id, trace]) =>
      id.startsWith('issues:') &&
      trace.id &&
      id !== by &&
      !populated.some(({ place }) => place.id === id && !place.partial),
  );
}
