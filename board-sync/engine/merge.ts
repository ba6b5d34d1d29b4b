import type { Entry, FieldName, Value } from './item.ts';
import type { ItemMemory } from './memory.ts';
import { agrees, type Place, viewOf } from './place.ts';

/** Two places were edited between two runs: what one of them said was not taken over, and is written down instead. */
export interface Conflict {
  key: string;
  field: FieldName;
  place: string;
  lost: Value;
  kept: Value;
}

/** An entry with the place it stands in. */
export interface Sighting {
  place: Place;
  entry: Entry;
}

/** The outcome for one field of one item. */
export interface Merged {
  agreed: Value;
  /** Labels of the places whose edit was taken or lost; empty when nobody edited the field. */
  editors: Place[];
  conflicts: Conflict[];
}

/**
 * The conflict rule. A place that shows something else than it last did was edited; one edit wins over all places that
 * were not. Of several edits the one in the place of the highest rank (last in `sightings`) wins, and the others are
 * reported as conflicts. Without a memory everything that is not empty counts as an edit.
 */
export function mergeField(
  key: string,
  field: FieldName,
  sightings: readonly Sighting[],
  memory: ItemMemory | undefined,
): Merged {
  const before = memory?.agreed[field];
  const edits = sightings.filter((sighting) => isEdit(field, sighting, memory));
  let agreed: Value = before ?? null;
  for (const { place, entry } of edits) {
    const shown = entry.fields[field] ?? null;
    agreed = place.lift ? place.lift(field, shown, agreed) : shown;
  }
  const conflicts = edits
    .filter(({ place, entry }) => !agrees(place, field, entry.fields[field] ?? null, agreed))
    .map(({ place, entry }) => ({
      key,
      field,
      place: place.label,
      lost: entry.fields[field] ?? null,
      kept: agreed,
    }));
  return { agreed, editors: edits.map(({ place }) => place), conflicts };
}

function isEdit(field: FieldName, { place, entry }: Sighting, memory: ItemMemory | undefined): boolean {
  const shown = entry.fields[field];
  if (shown === undefined) return false;
  const before = memory?.agreed[field];
  if (before === undefined) return shown !== null;
  if (agrees(place, field, shown, before)) return false;
  const seen = memory?.places[place.id]?.seen[field];
  if (seen !== undefined) return shown !== seen;
  // First look at this place: an old branch has no say, a board only where nothing was agreed, a source always has.
  if (place.lazy) return false;
  return shown !== null && (place.kind === 'source' || before === null);
}

/** Whether a place has to be written so that it shows what was agreed. */
export function needsWrite(
  field: FieldName,
  { place, entry }: Sighting,
  { agreed, editors }: Merged,
  memory: ItemMemory | undefined,
): boolean {
  const shown = entry.fields[field];
  if (shown === undefined || !place.writes?.(field, entry, agreed) || agrees(place, field, shown, agreed))
    return false;
  if (!place.lazy || editors.length > 0 || memory?.agreed[field] === undefined) {
    return viewOf(place, field, agreed) !== shown;
  }
  const settled = memory.places[place.id]?.settled[field];
  return settled !== undefined && settled !== agreed;
}
