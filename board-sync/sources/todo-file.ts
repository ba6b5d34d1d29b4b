import { createHash } from 'node:crypto';
import {
  canonical,
  canonicalPhase,
  categories,
  type FieldName,
  type Fields,
  milestones,
  phases,
  priorities,
  statuses,
  type Value,
} from '../engine/item.ts';
import { attributeText, formatTodoLine, oneLine, parseTodoLine, type TodoLine } from './todo-line.ts';

/** An item of TODO.md. */
export interface TodoItem {
  id: string;
  /** False when the id is only in our head yet: it is to be written into the file. */
  hasId: boolean;
  lineIndex: number;
  line: TodoLine;
  fields: Fields;
  /** What is written there and not understood, in words. */
  problems: string[];
  notes: string;
  /** Number of the issue it stands for. */
  issue: number | null;
}

/** Fields that stand in the braces under their own name. Status is told by the box first. */
const attributeFields = [
  'phase',
  'priority',
  'category',
  'milestone',
  'assignee',
  'start',
  'due',
  'progress',
] as const satisfies readonly FieldName[];
type AttributeField = (typeof attributeFields)[number];

const isAttribute = (field: FieldName): field is AttributeField =>
  (attributeFields as readonly FieldName[]).includes(field);

/** Whether TODO.md has a place for a field. */
export const isTodoField = (field: FieldName): boolean =>
  field === 'title' || field === 'status' || isAttribute(field);

/** Reads all checklist items. Headings such as "Phase 2: Frontend" or "Beta" set the phase or milestone below them. */
export function parseTodo(text: string): TodoItem[] {
  const items: TodoItem[] = [];
  const ids = new Set<string>();
  let headings: Heading[] = [];
  let fenced = false;
  /** The item whose indented lines we are in. */
  let open: TodoItem | null = null;
  for (const [lineIndex, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*(```|~~~)/.test(raw)) fenced = !fenced;
    if (fenced) continue;
    headings = headingsAt(raw, headings);
    const line = parseTodoLine(raw);
    if (line?.title) {
      open = itemOf(line, lineIndex, inheritedFrom(headings), ids);
      items.push(open);
    } else if (open && raw.trim() && indentOf(raw) > indentOf(open.line.lead)) {
      open.notes = `${open.notes}
${raw.trim()}`.trim();
    } else if (raw.trim()) open = null;
  }
  return items;
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** A heading counts until the next one of its level, or of a higher one. */
interface Heading {
  level: number;
  fields: Fields;
}

function headingsAt(line: string, before: Heading[]): Heading[] {
  const [, marks, text = ''] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
  if (!marks) return before;
  const { length: level } = marks;
  return [...before.filter((each) => each.level < level), { level, fields: fieldsOfHeading(text) }];
}

function fieldsOfHeading(heading: string): Fields {
  const text = heading.replace(/^(milestone)\s*:?\s*/i, '').trim();
  const phase = canonicalPhase(text);
  const milestone = canonical(milestones, text);
  if ((phases as readonly string[]).includes(phase)) return { phase };
  return (milestones as readonly string[]).includes(milestone) ? { milestone } : {};
}

const inheritedFrom = (headings: readonly Heading[]): Fields =>
  Object.assign({}, ...headings.map(({ fields }) => fields));

function itemOf(line: TodoLine, lineIndex: number, inherited: Fields, ids: Set<string>): TodoItem {
  const hasId = line.id !== null && !ids.has(line.id);
  const id = hasId && line.id ? line.id : freeId(line.title, ids);
  ids.add(id);
  const issue = Number(line.attributes.get('issue')?.replace('#', ''));
  const fields: Fields = { title: oneLine(line.title), status: statusOf(line) };
  const problems: string[] = [];
  for (const field of attributeFields) {
    const text = line.attributes.get(field);
    const value = text === undefined ? (inherited[field] ?? null) : readText(field, text);
    if (value !== undefined) fields[field] = value;
    else problems.push(`${field}=${text} is passed over: ${expected[field]}`);
  }
  return {
    id,
    hasId,
    lineIndex,
    line,
    fields,
    problems,
    notes: '',
    issue: Number.isInteger(issue) && issue > 0 ? issue : null,
  };
}

/** An id that only depends on the file, so that a run that dies before writing it finds the same one again. */
function freeId(title: string, ids: ReadonlySet<string>): string {
  const base = `t-${createHash('sha256').update(title).digest('hex').slice(0, 6)}`;
  let id = base;
  for (let count = 2; ids.has(id); count++) id = `${base}-${count}`;
  return id;
}

function statusOf(line: TodoLine): string {
  const written = canonical(statuses, line.attributes.get('status') ?? '');
  if (line.mark === 'x') return 'Done';
  return written && written !== 'Done' ? written : 'Not Started';
}

/** What an attribute's text means; null is "empty", undefined is not understood. */
function readText(field: AttributeField, text: string): Value | undefined {
  if (text === '' || text === '-') return null;
  switch (field) {
    case 'phase':
      return canonicalPhase(text);
    case 'priority':
      return canonical(priorities, text);
    case 'category':
      return canonical(categories, text);
    case 'milestone':
      return canonical(milestones, text);
    case 'start':
    case 'due':
      return isDay(text) ? text : undefined;
    case 'progress':
      return /^\d{1,3}%?$/.test(text) ? Math.min(100, Number.parseInt(text, 10)) : undefined;
    case 'assignee':
      return text;
  }
}

/** True for a day that there is: neither "2026-02-30" nor "tomorrow". */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

const day = 'it is to be a day as YYYY-MM-DD';
const expected: Partial<Record<AttributeField, string>> = {
  start: day,
  due: day,
  progress: 'it is to be a percentage of 0 to 100',
};

/** How TODO.md shows a value: what is read again after it was written. */
export function todoView(field: FieldName, value: Value): Value {
  if (field === 'title') return value === null ? null : oneLine(String(value));
  if (field === 'status') return canonical(statuses, attributeText(String(value ?? ''))) || 'Not Started';
  if (!isAttribute(field) || value === null) return value;
  const text = field === 'progress' ? String(Math.round(Math.max(0, Number(value)))) : String(value);
  return readText(field, attributeText(text)) ?? null;
}

/** The file with one item changed and everything else as it was; unchanged when the item is not there. */
export function editTodo(text: string, id: string, changes: Fields): string {
  const item = parseTodo(text).find((each) => each.id === id);
  if (!item) return text;
  const line: TodoLine = { ...item.line, id, attributes: new Map(item.line.attributes) };
  for (const [field, value] of Object.entries(changes) as [FieldName, Value][]) setField(line, field, value);
  return replaceLine(text, item.lineIndex, formatTodoLine(line));
}

function setField(line: TodoLine, field: FieldName, value: Value): void {
  if (field === 'title') line.title = String(value ?? line.title);
  else if (field === 'status') {
    line.mark = value === 'Done' ? 'x' : ' ';
    if (value === 'Done' || value === 'Not Started' || value === null) line.attributes.delete('status');
    else line.attributes.set('status', String(value));
  } else line.attributes.set(field, value === null ? '-' : String(value));
}

/** The file with an id written to every item that has none. */
export function withIds(text: string): string {
  return parseTodo(text)
    .filter(({ hasId }) => !hasId)
    .reduce(
      (all, { lineIndex, line, id }) => replaceLine(all, lineIndex, formatTodoLine({ ...line, id })),
      text,
    );
}

function replaceLine(text: string, index: number, line: string): string {
  const lines = text.split('\n');
  const ending = lines[index]?.endsWith('\r') ? '\r' : '';
  lines[index] = `${line}${ending}`;
  return lines.join('\n');
}
