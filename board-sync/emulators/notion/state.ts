import type { DatabaseObjectResponse } from '@notionhq/client';

/** A property as Notion describes it in a database. */
export type PropertyConfig = DatabaseObjectResponse['properties'][string];
type SelectConfig = Extract<PropertyConfig, { type: 'select' }>;
export type SelectOption = SelectConfig['select']['options'][number];

/** A database: its properties by their ids, which never change. */
export interface NotionDatabase {
  id: string;
  properties: Map<string, PropertyConfig>;
}

/** What a page holds for a property, in Notion's inner form: text, an option's id, a day, a number. */
export type StoredValue = string | number | string[] | null;

export interface NotionPage {
  id: string;
  database: string;
  /** Notion rounds it down to the minute. */
  createdTime: string;
  archived: boolean;
  values: Map<string, StoredValue>;
}

/** Everything that an emulated workspace shares with the integration. */
export interface NotionState {
  databases: Map<string, NotionDatabase>;
  pages: Map<string, NotionPage>;
  nextId: number;
}

/** Ids as Notion makes them, in a form that sorts by age. */
export function newId(state: NotionState): string {
  const digits = (state.nextId++).toString(16).padStart(12, '0');
  return `0a1b2c3d-0000-4000-8000-${digits}`;
}

/** Ids are taken with and without dashes. */
export const bare = (id: string): string => id.replaceAll('-', '').toLowerCase();

/** Something that Notion refuses, with its status and code. */
export class NotionRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const invalid = (message: string): NotionRefusal =>
  new NotionRefusal(400, 'validation_error', `body failed validation: ${message}`);

export const notFound = (kind: string, id: string): NotionRefusal =>
  new NotionRefusal(
    404,
    'object_not_found',
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );

export function propertyNamed(database: NotionDatabase, nameOrId: string): PropertyConfig | undefined {
  return (
    database.properties.get(nameOrId) ??
    [...database.properties.values()].find(({ name }) => name === nameOrId)
  );
}
