import type { Entry, FieldName, Fields, Value } from '../engine/item.ts';
import { keyOfUrl } from '../github/repository.ts';
import type { Page } from './client.ts';
import { roadmapProperties } from './properties.ts';

/** Notion's limits: characters in one piece of text, pieces in one value, characters of an option's name. */
const pieceLength = 2000;
const pieces = 100;
const optionLength = 100;

const markerPattern = /\[(todo\/[\w.-]+)\]\s*$/;

/** Reads a page. Its key is its issue's address, or the mark at the end of its notes. */
export function entryOfPage(page: Page): Entry {
  const fields: Fields = {};
  for (const { name, type, field } of roadmapProperties) {
    const value = page.properties[name];
    if (field && value?.type === type) fields[field] = readValue(type, value[type]);
  }
  const notes = plainText(page.properties.Notes?.rich_text);
  const key = keyOfUrl(String(fields.issueUrl ?? '')) ?? markerPattern.exec(notes)?.[1] ?? null;
  return { id: page.id, key, fields, createdAt: page.created_time };
}

function readValue(type: string, value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'title':
      return plainText(value) || null;
    case 'select':
      return (value as { name: string }).name;
    case 'date':
      return (value as { start: string }).start.slice(0, 10);
    case 'number':
      return Math.round((value as number) * 100);
    default:
      return String(value);
  }
}

function plainText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value.map((piece: { plain_text?: string }) => piece.plain_text ?? '').join('');
}

/** The values of fields as Notion wants them. */
export function pageProperties(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    roadmapProperties.flatMap(({ name, type, field }) => {
      const value = field ? fields[field] : undefined;
      return value === undefined ? [] : [[name, { [type]: writeValue(type, value) }]];
    }),
  );
}

function writeValue(type: string, value: Value): unknown {
  if (type === 'title') return textPieces(String(value ?? ''));
  if (value === null) return null;
  if (type === 'select') return { name: String(value) };
  if (type === 'date') return { start: String(value) };
  return type === 'number' ? Number(value) / 100 : String(value);
}

/** The notes of a new page: the text in pieces that Notion takes, then the mark by which the page is found again. */
export function notesProperty(notes: string, key: string | null): Record<string, unknown> {
  const marker = key?.startsWith('todo/') ? `[${key}]` : '';
  const text = textPieces(notes).slice(0, pieces - 1);
  const last = marker ? textPieces(text.length > 0 ? `\n${marker}` : marker) : [];
  return { Notes: { rich_text: [...text, ...last] } };
}

/** Cuts a text into pieces of Notion's length, never through a pair of code units that make one character. */
function textPieces(text: string): { text: { content: string } }[] {
  const cut: { text: { content: string } }[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + pieceLength, text.length);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to--;
    cut.push({ text: { content: text.slice(from, to) } });
    from = to;
  }
  return cut;
}

/** How Notion would show a value: option names know no comma and are short, percentages are whole. */
export function notionView(field: FieldName, value: Value): Value {
  if (typeof value === 'number') return Math.round(value);
  if (value === null) return null;
  const type = roadmapProperties.find((property) => property.field === field)?.type;
  if (type === 'select') return value.replace(/,/g, ';').trim().slice(0, optionLength) || null;
  return type === 'url' ? value.slice(0, pieceLength) || null : value || null;
}
