import { type Entry, type FieldName, type Fields, fieldNames } from './item.ts';
import { copyMemory, type ItemMemory, type Memory, traceOf } from './memory.ts';
import { type Conflict, mergeField, needsWrite, type Sighting } from './merge.ts';
import { type Place, viewOf } from './place.ts';
import { type Removal, removedKeys } from './removed.ts';
import { sightItems } from './sight.ts';

/** One thing to do in one place. */
export type Change =
  | { kind: 'create'; place: string; key: string; entry: Entry }
  | { kind: 'update'; place: string; key: string; entry: Entry; from: Fields; to: Fields }
  | { kind: 'archive'; place: string; key: string; entry: Entry; why: string; removedFrom?: string };

/** What a run would do: a value that prints, is checked against the safety thresholds, and then applied. */
export interface Plan {
  changes: Change[];
  conflicts: Conflict[];
  problems: Problem[];
  /** How many items there are, and in each place how many entries the run found. */
  items: number;
  existing: Record<string, number>;
  /** What must be remembered before the first change is made. */
  memory: Memory;
}

/** Something in a place that is not understood. */
export interface Problem {
  place: string;
  key: string;
  text: string;
}

/** A place with what it holds. */
export interface Populated {
  place: Place;
  entries: readonly Entry[];
}

/** Computes what has to change. Pure: reads nothing but its arguments. `recreate` makes cards that people removed. */
export function makePlan(populated: readonly Populated[], memory: Memory, { recreate = false } = {}): Plan {
  const next = copyMemory(memory);
  const { items, duplicates } = sightItems(populated, memory);
  const plan: Plan = {
    changes: duplicates,
    conflicts: [],
    problems: populated.flatMap(problemsOf),
    items: items.size,
    existing: Object.fromEntries(populated.map(({ place, entries }) => [place.id, entries.length])),
    memory: next,
  };
  const gone = removedKeys(populated, items, memory);
  for (const [key, sightings] of items) {
    const removal = gone.get(key);
    if (removal) plan.changes.push(...archives(key, sightings, removal));
    else planItem(plan, populated, key, sightings, memory.get(key), recreate);
  }
  return plan;
}

const problemsOf = ({ place, entries }: Populated): Problem[] =>
  entries.flatMap(({ key, id, problems = [] }) =>
    problems.map((text) => ({ place: place.label, key: key ?? id, text })),
  );

function archives(key: string, sightings: readonly Sighting[], { by, why }: Removal): Change[] {
  return sightings
    .filter(({ place }) => place.kind === 'board' && place.archive)
    .map(({ place, entry }) => ({ kind: 'archive', place: place.id, key, entry, why, removedFrom: by }));
}

function planItem(
  plan: Plan,
  populated: readonly Populated[],
  key: string,
  sightings: readonly Sighting[],
  memory: ItemMemory | undefined,
  recreate: boolean,
): void {
  const item: ItemMemory = plan.memory.get(key) ?? { agreed: {}, places: {} };
  plan.memory.set(key, item);
  const updates = new Map<Sighting, Fields>();
  for (const field of fieldNames) {
    if (!sightings.some(({ entry }) => entry.fields[field] !== undefined)) continue;
    const merged = mergeField(key, field, sightings, memory);
    plan.conflicts.push(...merged.conflicts);
    item.agreed[field] = merged.agreed;
    for (const sighting of sightings) {
      if (!needsWrite(field, sighting, merged, memory)) continue;
      const to = updates.get(sighting) ?? {};
      to[field] = viewOf(sighting.place, field, merged.agreed);
      updates.set(sighting, to);
    }
  }
  for (const sighting of sightings) look(item, sighting, updates.get(sighting));
  forget(item, populated, sightings);
  for (const [{ place, entry }, to] of updates) {
    const from = pick(entry.fields, Object.keys(to) as FieldName[]);
    plan.changes.push({ kind: 'update', place: place.id, key, entry, from, to });
  }
  plan.changes.push(...creations(populated, key, sightings, item, memory, recreate));
}

/** Remembers what a place shows now; what it shows in step is settled there, what is about to be written is not. */
function look(item: ItemMemory, { place, entry }: Sighting, pending: Fields | undefined): void {
  const trace = traceOf(item, place.id);
  trace.id = entry.id;
  for (const field of Object.keys(entry.fields) as FieldName[]) {
    const shown = entry.fields[field];
    const agreed = item.agreed[field];
    if (shown === undefined || agreed === undefined) continue;
    trace.seen[field] = shown;
    if (pending?.[field] === undefined) trace.settled[field] = agreed;
  }
}

/** A source that was read in full and no longer has the item does not hold it any more. */
function forget(item: ItemMemory, populated: readonly Populated[], sightings: readonly Sighting[]): void {
  for (const { place } of populated) {
    if (place.kind !== 'source' || place.partial || sightings.some((each) => each.place === place)) continue;
    const trace = item.places[place.id];
    if (trace) trace.id = null;
  }
}

/**
 * Cards to make. A card that was there and is not was removed by people and stays away, unless all are to be made
 * again; one that a run archived comes back when the item comes back to its source.
 */
function creations(
  populated: readonly Populated[],
  key: string,
  sightings: readonly Sighting[],
  item: ItemMemory,
  memory: ItemMemory | undefined,
  recreate: boolean,
): Change[] {
  const from = sightings.findLast(({ place }) => place.kind === 'source');
  if (!from || from.entry.worthAdding === false) return [];
  const source = from.entry;
  const wasThere = Boolean(memory?.places[from.place.id]?.id);
  const entry: Entry = { ...source, ...joined(sightings), key, fields: { ...item.agreed } };
  return populated
    .map(({ place }) => place)
    .filter((place) => place.create && !sightings.some((sighting) => sighting.place === place))
    .filter((place) => {
      const trace = item.places[place.id];
      if (recreate || trace?.id === undefined) return true;
      // Another branch that has had it all along does not bring back what this one removed.
      return trace.id === null && (!wasThere || trace.archivedFor === from.place.id);
    })
    .map((place) => ({ kind: 'create', place: place.id, key, entry }));
}

/** An item that TODO.md and an issue both know has the notes of one and the node id of the other. */
function joined(sightings: readonly Sighting[]): Partial<Entry> {
  const entries = sightings.filter(({ place }) => place.kind === 'source').map(({ entry }) => entry);
  const notes = entries.findLast((entry) => entry.notes)?.notes;
  const contentId = entries.find((entry) => entry.contentId)?.contentId;
  return { ...(notes ? { notes } : {}), ...(contentId ? { contentId } : {}) };
}

const pick = (fields: Fields, names: readonly FieldName[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
