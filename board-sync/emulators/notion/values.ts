import type { PageObjectResponse } from '@notionhq/client';
import { newOption } from './schema.ts';
import {
  invalid,
  type NotionDatabase,
  type NotionPage,
  type PropertyConfig,
  propertyNamed,
  type StoredValue,
} from './state.ts';

type PageValue = PageObjectResponse['properties'][string];
type Text = Extract<PageValue, { type: 'rich_text' }>['rich_text'];

/** Writes values to a page, by name or id of their properties; an option that is new is added to its property. */
export function writeValues(
  database: NotionDatabase,
  page: NotionPage,
  input: Record<string, unknown>,
): void {
  const next = Object.entries(input).map(([key, value]) => {
    const property = propertyNamed(database, key);
    if (!property) throw invalid(`${key} is not a property that exists`);
    const inner = (value as Record<string, unknown>)[property.type];
    if (inner === undefined) throw invalid(`${key} is expected to be ${property.type}`);
    return [property.id, storedValue(property, inner)] as const;
  });
  for (const [id, value] of next) page.values.set(id, value);
}

function storedValue(property: PropertyConfig, value: unknown): StoredValue {
  if (property.type === 'title' || property.type === 'rich_text') return storedText(property.name, value);
  if (value === null) return null;
  switch (property.type) {
    case 'select':
      return storedOption(property, value as { id?: string; name?: string });
    case 'date': {
      const { start } = value as { start?: unknown };
      if (!/^\d{4}-\d{2}-\d{2}/.test(String(start)))
        throw invalid(`${property.name}.date.start should be a valid ISO 8601 date string`);
      return String(start);
    }
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw invalid(`${property.name}.number should be a number`);
      return value;
    case 'url':
      if (typeof value !== 'string' || value.length < 1 || value.length > 2000)
        throw invalid(`${property.name}.url.length should be 1 to 2000`);
      return value;
    default:
      throw invalid(`${property.name} is of type ${property.type}, which this emulator does not write`);
  }
}

/** Limits from https://developers.notion.com/reference/request-limits: 100 pieces of 2000 characters. */
function storedText(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid(`${name} should be an array`);
  if (value.length > 100) throw invalid(`${name}.length should be ≤ 100, instead was ${value.length}`);
  return value.map((piece: { text?: { content?: unknown } }) => {
    const content = piece.text?.content;
    if (typeof content !== 'string') throw invalid(`${name}[].text.content should be a string`);
    if (content.length > 2000)
      throw invalid(`${name}[].text.content.length should be ≤ 2000, instead was ${content.length}`);
    return content;
  });
}

function storedOption(property: PropertyConfig, { id, name }: { id?: string; name?: string }): string {
  if (property.type !== 'select') throw invalid(`${property.name} is no select`);
  const { options } = property.select;
  const known = options.find((each) => each.id === id || each.name === name);
  if (known) return known.id;
  const option = newOption(name ?? '');
  options.push(option);
  return option.id;
}

/** A page as Notion shows it: every property of the database, empty ones too. */
export function pageResponse(database: NotionDatabase, page: NotionPage): PageObjectResponse {
  const user = { object: 'user' as const, id: '0a1b2c3d-0000-4000-8000-00000000beef' };
  return {
    object: 'page',
    id: page.id,
    parent: { type: 'database_id', database_id: page.database },
    properties: Object.fromEntries(
      [...database.properties.values()].map((property) => [
        property.name,
        shownValue(property, page.values.get(property.id) ?? null),
      ]),
    ),
    icon: null,
    cover: null,
    created_by: user,
    last_edited_by: user,
    created_time: page.createdTime,
    last_edited_time: page.createdTime,
    archived: page.archived,
    in_trash: page.archived,
    url: `https://www.notion.so/${page.id.replaceAll('-', '')}`,
    public_url: null,
  };
}

function shownValue(property: PropertyConfig, value: StoredValue): PageValue {
  const { id } = property;
  switch (property.type) {
    case 'title':
      return { id, type: 'title', title: shownText(value) };
    case 'rich_text':
      return { id, type: 'rich_text', rich_text: shownText(value) };
    case 'select': {
      const option = property.select.options.find((each) => each.id === value);
      return {
        id,
        type: 'select',
        select: option ? { id: option.id, name: option.name, color: option.color } : null,
      };
    }
    case 'date':
      return {
        id,
        type: 'date',
        date: value === null ? null : { start: String(value), end: null, time_zone: null },
      };
    case 'number':
      return { id, type: 'number', number: typeof value === 'number' ? value : null };
    case 'url':
      return { id, type: 'url', url: typeof value === 'string' ? value : null };
    default:
      return { id, type: 'checkbox', checkbox: false };
  }
}

function shownText(value: StoredValue): Text {
  const plain = {
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    code: false,
    color: 'default' as const,
  };
  return (Array.isArray(value) ? value : []).map((content) => ({
    type: 'text',
    text: { content, link: null },
    annotations: plain,
    plain_text: content,
    href: null,
  }));
}
