import type { Entry, FieldName, Fields, Value } from './item.ts';

/**
 * A place where work is written down. Sources (TODO.md, GitHub issues) decide which items there are; boards (the
 * GitHub project, the Notion roadmap) follow. The order of a run's places is their rank: when two were edited between
 * two runs, the later one wins.
 */
export interface Place {
  /** What memory is kept under; names the very board or branch: `notion:<database>`, `todo@main`. */
  id: string;
  /** For people: "TODO.md", "Notion". */
  label: string;
  kind: 'source' | 'board';
  /** Holds only part of its items this time (an event): what is missing was not removed. */
  partial?: boolean;
  /** Keys that are known to be gone (an event said so). */
  removed?: readonly string[];
  /** Shows what it was last told to another reader (a file on another branch): is written only after a new edit. */
  lazy?: boolean;
  /** Makes cards empty and fills them by a second call; a run that dies in between leaves an empty one. */
  fillsLater?: boolean;
  populate: (progress: (count: number) => void) => Promise<Entry[]>;
  /** How the place would show a value; differs where a place cannot hold it exactly. */
  view?: (field: FieldName, value: Value) => Value;
  /** The value meant by what the place shows, given what was agreed before. */
  lift?: (field: FieldName, shown: Value, agreed: Value) => Value;
  /** Whether what the place shows fits a value (default: it shows exactly `view(value)`). */
  agrees?: (field: FieldName, shown: Value, agreed: Value) => boolean;
  /** Whether a field can be given that value there, for this entry (default: no field). */
  writes?: (field: FieldName, entry: Entry, agreed: Value) => boolean;
  create?: (entry: Entry) => Promise<string>;
  update?: (entry: Entry, changes: Fields) => Promise<void>;
  archive?: (entry: Entry) => Promise<void>;
  /** Called once before the first change of a run. */
  prepare?: () => Promise<void>;
}

/** The value as a place shows it. */
export const viewOf = (place: Place, field: FieldName, value: Value): Value =>
  place.view ? place.view(field, value) : value;

/** Whether a place shows what was agreed. */
export const agrees = (place: Place, field: FieldName, shown: Value, agreed: Value): boolean =>
  place.agrees ? place.agrees(field, shown, agreed) : shown === viewOf(place, field, agreed);

/** What a board means by an empty value: no status is the first one, and no title is nothing that could be meant. */
export function liftFromBoard(field: FieldName, shown: Value, agreed: Value): Value {
  if (field === 'status') return shown ?? 'Not Started';
  return field === 'title' ? (shown ?? agreed) : shown;
}
