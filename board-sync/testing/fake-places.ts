import type { Entry, FieldName, Fields } from '../engine/item.ts';
import { type JournalLine, type Memory, replay } from '../engine/memory.ts';
import type { MemoryStore } from '../engine/memory-file.ts';
import type { Place } from '../engine/place.ts';
import type { Report, SyncOptions } from '../engine/sync.ts';

/** The process dies here: nothing after it happens, what was done before stays done. */
export class Crash extends Error {
  override name = 'Crash';
}

/** A place in memory, with a look at every call so that tests can make it fail. */
export interface FakePlace extends Place {
  entries: Map<string, Entry>;
  calls: string[];
  /** Called before and after each change with a running number; may throw. */
  fault: (moment: 'before' | 'after', call: string) => void;
  edit: (id: string, fields: Fields) => void;
}

/** Makes a source or a board that holds its entries in memory; a lazy one is a file on a branch. */
export function fakePlace(id: string, kind: 'source' | 'board', options: Partial<Place> = {}): FakePlace {
  let next = 1;
  const place: FakePlace = {
    id,
    label: id,
    kind,
    entries: new Map(),
    calls: [],
    fault: () => {},
    edit(entryId, fields) {
      const entry = place.entries.get(entryId);
      if (entry) entry.fields = { ...entry.fields, ...fields };
    },
    populate: async () => structuredClone([...place.entries.values()]),
    writes: (_field: FieldName) => true,
    create: (entry) =>
      call(`create ${entry.key}`, () => {
        const made = `${id}-${next++}`;
        place.entries.set(made, { id: made, key: entry.key, fields: { ...entry.fields } });
        return made;
      }),
    update: (entry, to) => call(`update ${entry.key}`, () => place.edit(entry.id, to)),
    archive: (entry) => call(`archive ${entry.key}`, () => void place.entries.delete(entry.id)),
    ...options,
  };
  if (kind === 'source') for (const method of ['create', 'archive'] as const) delete place[method];
  const call = async <T>(name: string, work: () => T): Promise<T> => {
    place.calls.push(name);
    place.fault('before', name);
    const result = work();
    place.fault('after', name);
    return result;
  };
  return place;
}

/** A memory that survives crashes of a run, as the file does. */
export function memoryInMemory(): MemoryStore {
  let kept: Memory = new Map();
  let journal: JournalLine[] = [];
  return {
    load() {
      const memory = structuredClone(kept);
      replay(memory, journal);
      return memory;
    },
    save(memory) {
      kept = structuredClone(memory);
      journal = [];
    },
    append: (line) => void journal.push(structuredClone(line)),
  };
}

export const quiet: Report = { populated() {}, reading() {}, applying() {} };

/** Options of a run with no thresholds in the way. */
export function syncOptions(overrides: Partial<SyncOptions> = {}): SyncOptions {
  return {
    memory: memoryInMemory(),
    limits: { updateShare: 1, archiveShare: 1, minimumExisting: 0 },
    force: false,
    report: quiet,
    ...overrides,
  };
}
