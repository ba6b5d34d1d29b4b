import type { FieldName, Fields } from './item.ts';

/** What is remembered of one item in one place. */
export interface Trace {
  /** The place's id of the item; null once it was archived there; absent while nobody knows whether it was made. */
  id?: string | null;
  /** The source because of which a run archived it there. */
  archivedFor?: string;
  /** What the place showed, or was made to show, when it was last looked at. */
  seen: Fields;
  /** What had been agreed when the place was last written or found in step; kept for lazy places. */
  settled: Fields;
}

/** What is remembered of one item: the agreed values, and where it stands. */
export interface ItemMemory {
  agreed: Fields;
  places: Record<string, Trace>;
}

/** Everything a run remembers for the next one, by item key. */
export type Memory = Map<string, ItemMemory>;

/** One thing that became true while a plan was applied; appended to the journal at once, so a crash forgets none. */
export type JournalLine =
  | { op: 'creating'; key: string; place: string; seen: Fields }
  | { op: 'placed'; key: string; place: string; id: string }
  | { op: 'shown'; key: string; place: string; seen: Fields }
  | { op: 'archived'; key: string; place: string; for: string };

/** Repeats a journal on a memory. */
export function replay(memory: Memory, lines: Iterable<JournalLine>): void {
  for (const line of lines) {
    const item = memory.get(line.key);
    if (!item) continue;
    const trace = traceOf(item, line.place);
    if (line.op === 'placed') trace.id = line.id;
    if (line.op === 'archived') Object.assign(trace, { id: null, archivedFor: line.for });
    if (line.op === 'creating') Object.assign(trace.seen, line.seen);
    if (line.op === 'shown') {
      Object.assign(trace.seen, line.seen);
      for (const field of Object.keys(line.seen) as FieldName[]) {
        const agreed = item.agreed[field];
        if (agreed !== undefined) trace.settled[field] = agreed;
      }
    }
  }
}

/** The trace of a place, made when there is none. */
export function traceOf(item: ItemMemory, place: string): Trace {
  let trace = item.places[place];
  if (!trace) {
    trace = { seen: {}, settled: {} };
    item.places[place] = trace;
  }
  return trace;
}

/** A deep copy: plans never change the memory they were made from. */
export const copyMemory = (memory: Memory): Memory => structuredClone(memory);
