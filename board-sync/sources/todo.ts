import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Entry, FieldName, Fields } from '../engine/item.ts';
import type { Place } from '../engine/place.ts';
import { SyncError } from '../errors.ts';
import { issueKey, issueUrl, type Repository } from '../github/repository.ts';
import { editTodo, isTodoField, parseTodo, type TodoItem, todoView, withIds } from './todo-file.ts';

export interface TodoOptions {
  file: string;
  /** The branch the file is on: every branch has its own idea of what the file says. */
  branch: string;
  repository: Repository | null;
  /** False while git is in the middle of something: the file is read but not touched. */
  writable: boolean;
}

/** The checklists of TODO.md. What people change on a board is written back, one line at a time. */
export function todoPlace({ file, branch, repository, writable }: TodoOptions): Place {
  const write = (change: (text: string) => string): void => {
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    if (after !== before) replaceFile(file, after);
  };
  return {
    id: `todo@${branch}`,
    label: 'TODO.md',
    kind: 'source',
    lazy: true,
    populate: async () => parseTodo(readTodo(file)).map((item) => entryOf(item, repository)),
    view: todoView,
    writes: (field) => writable && isTodoField(field),
    prepare: async () => (writable ? write(withIds) : undefined),
    update: async (entry, changes) => write((text) => editUnlessChanged(text, entry, changes)),
  };
}

function readTodo(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (/^(<{7}|>{7}) /m.test(text)) {
    throw new SyncError('todo-changed', `${file} has merge conflicts; solve them and run the sync again.`);
  }
  return text;
}

function entryOf({ id, fields, problems, notes, issue }: TodoItem, repository: Repository | null): Entry {
  const key = issue && repository ? issueKey(repository, issue) : `todo/${id}`;
  const url = issue && repository ? { issueUrl: issueUrl(repository, issue) } : {};
  return { id, key, fields: { ...fields, ...url }, problems, ...(notes ? { notes } : {}) };
}

/** Somebody may have saved the file since it was read: what they changed is theirs, and is seen by the next run. */
function editUnlessChanged(text: string, entry: Entry, changes: Fields): string {
  const now = parseTodo(text).find(({ id }) => id === entry.id);
  const mine = Object.entries(changes).filter(
    ([field]) => now?.fields[field as FieldName] === entry.fields[field as FieldName],
  );
  if (mine.length < Object.keys(changes).length) {
    throw new SyncError(
      'item-refused',
      `${entry.id} was edited in TODO.md meanwhile; the next run looks again.`,
    );
  }
  return editTodo(text, entry.id, Object.fromEntries(mine));
}

function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  chmodSync(temporary, statSync(file).mode);
  renameSync(temporary, file);
}
