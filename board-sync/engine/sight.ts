import type { Entry, FieldName } from './item.ts';
import type { Memory } from './memory.ts';
import type { Sighting } from './merge.ts';
import type { Change, Populated } from './plan.ts';

/** Who stands where: each item with its entry in every place, and the surplus entries of boards. */
export interface Sightings {
  items: Map<string, Sighting[]>;
  duplicates: Change[];
}

/**
 * Finds which entries are the same item: by the id that is remembered, by the key the entry carries, and for cards
 * without a key (made by hand before the first run) by an equal, unique title. Cards that match nothing are left alone.
 */
export function sightItems(populated: readonly Populated[], memory: Memory): Sightings {
  const items = new Map<string, Sighting[]>();
  const duplicates: Change[] = [];
  for (const { place, entries } of populated.filter(({ place }) => place.kind === 'source')) {
    for (const entry of entries) if (entry.key) add(items, entry.key, { place, entry });
  }
  for (const { place, entries } of populated.filter(({ place }) => place.kind === 'board')) {
    const remembered = idsOf(memory, place.id);
    const named = entries.map((entry) => ({ entry, key: remembered.get(entry.id) ?? entry.key }));
    const taken = new Map<string, Entry>();
    // The oldest stays, whatever is remembered: two machines that made a card each must choose the same one.
    named.sort((a, b) => compareText(ageOf(a.entry), ageOf(b.entry)));
    for (const { entry, key } of named) {
      if (!key) continue;
      const first = taken.get(key);
      if (first) {
        if (saysNothingElse(entry, first)) {
          duplicates.push({ kind: 'archive', place: place.id, key, entry, why: 'the same item twice' });
        }
        continue;
      }
      taken.set(key, entry);
      if (items.has(key) || memory.has(key)) add(items, key, { place, entry: { ...entry, key } });
    }
    for (const [key, entry] of byTitle(items, taken, named)) {
      add(items, key, { place, entry: { ...entry, key } });
    }
  }
  return { items: ranked(items, populated), duplicates };
}

const ageOf = ({ createdAt = '', id }: Entry): string => `${createdAt} ${id}`;

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A copy in which somebody wrote something is theirs: it stays, and is in step with nothing. */
function saysNothingElse(copy: Entry, first: Entry): boolean {
  const names = Object.keys(copy.fields) as FieldName[];
  return names.every((name) => copy.fields[name] === null || copy.fields[name] === first.fields[name]);
}

function add(items: Map<string, Sighting[]>, key: string, sighting: Sighting): void {
  const found = items.get(key);
  if (found) found.push(sighting);
  else items.set(key, [sighting]);
}

function idsOf(memory: Memory, place: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const [key, item] of memory) {
    const id = item.places[place]?.id;
    if (id) ids.set(id, key);
  }
  return ids;
}

function byTitle(
  items: Map<string, Sighting[]>,
  taken: ReadonlyMap<string, Entry>,
  named: readonly { entry: Entry; key: string | null }[],
): [string, Entry][] {
  const loose = named.filter(({ key, entry }) => key === null && entry.fields.title);
  const count = new Map<unknown, number>();
  for (const { entry } of loose) count.set(entry.fields.title, (count.get(entry.fields.title) ?? 0) + 1);
  const free = new Map<unknown, string[]>();
  for (const [key, sightings] of items) {
    const title = sightings.find(({ place }) => place.kind === 'source')?.entry.fields.title;
    if (title && !taken.has(key)) free.set(title, [...(free.get(title) ?? []), key]);
  }
  return loose.flatMap(({ entry }) => {
    const keys = free.get(entry.fields.title) ?? [];
    const [key] = keys;
    return key && keys.length === 1 && count.get(entry.fields.title) === 1 ? [[key, entry]] : [];
  });
}

/** Sightings in the order of the places: the rank that decides conflicts. */
function ranked(items: Map<string, Sighting[]>, populated: readonly Populated[]): Map<string, Sighting[]> {
  const rank = new Map(populated.map(({ place }, index) => [place, index]));
  for (const sightings of items.values()) {
    sightings.sort((a, b) => (rank.get(a.place) ?? 0) - (rank.get(b.place) ?? 0));
  }
  return items;
}
