import type { DatabaseObjectResponse } from '@notionhq/client';
import type { QueryDatabaseResponse } from '@notionhq/client/build/src/api-endpoints.js';
import type { Clock } from '../http/clock.ts';
import { updateSchema } from './notion/schema.ts';
import {
  bare,
  invalid,
  type NotionDatabase,
  type NotionPage,
  NotionRefusal,
  type NotionState,
  newId,
  notFound,
  type PropertyConfig,
  propertyNamed,
} from './notion/state.ts';
import { pageResponse, writeValues } from './notion/values.ts';
import { makeRateLimit } from './rate-limit.ts';
import { type EmulatedAnswer, type EmulatedCall, type Emulator, startEmulator } from './server.ts';

export interface NotionEmulatorOptions {
  clock: Clock;
  token?: string;
  /** Answers as this version does, whatever is asked: a proxy in the way. */
  forcedVersion?: '2025-09-03';
  /** Gives at most so many pages at once, some of them shortened to their id, as Notion may. */
  partialPages?: boolean;
}

export interface NotionEmulator extends Emulator {
  state: NotionState;
  /** Makes a database as a person does in Notion: with a title called Name. */
  addDatabase: (properties?: PropertyConfig[]) => NotionDatabase;
  /** Pages of a database that are not archived, as Notion shows them. */
  pagesOf: (database: NotionDatabase) => ReturnType<typeof pageResponse>[];
  /** Makes a page, or changes one, as a person does in Notion. */
  edit: (database: NotionDatabase, page: string | null, properties: Record<string, unknown>) => string;
}

/** Notion's API, version 2022-06-28, as far as the sync uses it: databases, queries, pages, limits and refusals. */
export async function startNotionEmulator(options: NotionEmulatorOptions): Promise<NotionEmulator> {
  const state: NotionState = { databases: new Map(), pages: new Map(), nextId: 1 };
  // https://developers.notion.com/reference/request-limits: three a second on average, some bursts beyond.
  const limit = makeRateLimit(options.clock, 3, 10);
  const emulator = await startEmulator((call) => {
    const waitSeconds = limit();
    if (waitSeconds > 0) return refused(429, 'rate_limited', 'You have been rate limited.', waitSeconds);
    try {
      return { status: 200, body: route(state, options, call) };
    } catch (error) {
      if (error instanceof NotionRefusal) return refused(error.status, error.code, error.message);
      throw error;
    }
  });
  const pageAt = (database: NotionDatabase, id: string | null): NotionPage =>
    state.pages.get(bare(id ?? '')) ?? addPage(state, database, options.clock);
  return {
    ...emulator,
    state,
    addDatabase(properties = []) {
      const title = {
        id: 'title',
        name: 'Name',
        type: 'title',
        title: {},
        description: null,
      } as PropertyConfig;
      const id = newId(state);
      const all = [title, ...properties].map((property) => [property.id, property] as const);
      const database = { id, properties: new Map(all) };
      state.databases.set(bare(id), database);
      return database;
    },
    pagesOf: (database) => livePages(state, database).map((page) => pageResponse(database, page)),
    edit(database, id, properties) {
      const page = pageAt(database, id);
      writeValues(database, page, properties);
      return page.id;
    },
  };
}

/** An answer with which Notion refuses a call, also for use as a fault. */
export function refused(
  status: number,
  code: string,
  message: string,
  retryAfterSeconds?: number,
): EmulatedAnswer {
  return {
    status,
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
    body: { object: 'error', status, code, message, request_id: 'emulated' },
  };
}

function route(state: NotionState, options: NotionEmulatorOptions, call: EmulatedCall): unknown {
  const { token = 'notion-token', forcedVersion } = options;
  if (call.headers.authorization !== `Bearer ${token}`)
    throw new NotionRefusal(401, 'unauthorized', 'API token is invalid.');
  const version = call.headers['notion-version'];
  if (!version) throw new NotionRefusal(400, 'missing_version', 'Notion-Version header failed validation.');
  const [, , kind = '', id = '', action = ''] = call.path.split(/[/?]/);
  const body = (call.body ?? {}) as Record<string, unknown>;
  switch (`${call.method} ${kind}${action && `/${action}`}`) {
    case 'GET databases':
      return databaseResponse(databaseAt(state, id), forcedVersion ?? version);
    case 'PATCH databases':
      updateSchema(databaseAt(state, id), (body.properties ?? {}) as Parameters<typeof updateSchema>[1]);
      return databaseResponse(databaseAt(state, id), forcedVersion ?? version);
    case 'POST databases/query':
      return query(state, databaseAt(state, id), body, options.partialPages ?? false);
    case 'POST pages':
      return createPage(state, options.clock, body);
    case 'GET pages':
      return shown(state, livePage(state, id));
    case 'PATCH pages':
      return updatePage(state, livePage(state, id), body);
    default:
      throw new NotionRefusal(400, 'invalid_request_url', 'Invalid request URL.');
  }
}

function databaseAt(state: NotionState, id: string): NotionDatabase {
  const database = state.databases.get(bare(id));
  if (!database) throw notFound('database', id);
  return database;
}

function livePage(state: NotionState, id: string): NotionPage {
  const page = state.pages.get(bare(id));
  if (!page) throw notFound('page', id);
  return page;
}

const shown = (state: NotionState, page: NotionPage): unknown =>
  pageResponse(databaseAt(state, page.database), page);

function databaseResponse({ id, properties }: NotionDatabase, version: string): object {
  const user = { object: 'user' as const, id: '0a1b2c3d-0000-4000-8000-00000000beef' };
  const time = '2026-01-05T09:00:00.000Z';
  const answer: DatabaseObjectResponse = {
    object: 'database',
    id,
    title: [],
    description: [],
    icon: null,
    cover: null,
    properties: Object.fromEntries([...properties.values()].map((property) => [property.name, property])),
    parent: { type: 'workspace', workspace: true },
    created_by: user,
    last_edited_by: user,
    created_time: time,
    last_edited_time: time,
    is_inline: false,
    archived: false,
    in_trash: false,
    url: `https://www.notion.so/${bare(id)}`,
    public_url: null,
  };
  if (version === '2022-06-28') return answer;
  // 2025-09-03 moved the properties to data sources: https://developers.notion.com/docs/upgrade-guide-2025-09-03
  const { properties: _moved, ...others } = answer;
  return { ...others, data_sources: [{ id, name: 'Roadmap' }] };
}

interface Query {
  filter?: { property: string; url: { equals: string } };
  start_cursor?: string;
  page_size?: number;
}

/** `POST /v1/databases/{id}/query`, oldest first, with the one kind of filter that the sync uses. */
function query(
  state: NotionState,
  database: NotionDatabase,
  body: Query,
  partial: boolean,
): QueryDatabaseResponse {
  const { filter, start_cursor: cursor, page_size: size = 100 } = body;
  if (size < 1 || size > 100) throw invalid('page_size should be 1 to 100');
  const property = filter ? propertyNamed(database, filter.property) : undefined;
  if (filter && property?.type !== 'url')
    throw invalid(`Could not find property with name or id: ${filter.property}`);
  const pages = livePages(state, database).filter(
    (page) => !property || page.values.get(property.id) === filter?.url.equals,
  );
  const from = cursor ? pages.findIndex(({ id }) => id === cursor) : 0;
  if (from < 0) throw invalid('start_cursor is not valid');
  const to = from + (partial ? Math.min(size, 7) : size);
  const next = pages[to];
  const list = { object: 'list' as const, type: 'page_or_database' as const, page_or_database: {} };
  const results = pages
    .slice(from, to)
    .map((page, index) =>
      partial && index % 3 === 1 ? { object: 'page' as const, id: page.id } : pageResponse(database, page),
    );
  return next
    ? { ...list, results, has_more: true, next_cursor: next.id }
    : { ...list, results, has_more: false, next_cursor: null };
}

const livePages = ({ pages }: NotionState, database: NotionDatabase): NotionPage[] =>
  [...pages.values()].filter((page) => page.database === database.id && !page.archived);

function addPage(state: NotionState, database: NotionDatabase, clock: Clock): NotionPage {
  const createdTime = `${new Date(clock.now()).toISOString().slice(0, 16)}:00.000Z`;
  const page: NotionPage = {
    id: newId(state),
    database: database.id,
    createdTime,
    archived: false,
    values: new Map(),
  };
  state.pages.set(bare(page.id), page);
  return page;
}

function createPage(state: NotionState, clock: Clock, body: Record<string, unknown>): unknown {
  const { database_id: id } = (body.parent ?? {}) as { database_id?: string };
  const database = databaseAt(state, id ?? '');
  const page = addPage(state, database, clock);
  try {
    writeValues(database, page, (body.properties ?? {}) as Record<string, unknown>);
  } catch (error) {
    state.pages.delete(bare(page.id));
    throw error;
  }
  return pageResponse(database, page);
}

function updatePage(state: NotionState, page: NotionPage, body: Record<string, unknown>): unknown {
  if (page.archived && body.archived !== false && body.in_trash !== false)
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  writeValues(databaseAt(state, page.database), page, (body.properties ?? {}) as Record<string, unknown>);
  page.archived = Boolean(body.archived ?? body.in_trash ?? page.archived);
  return shown(state, page);
}
