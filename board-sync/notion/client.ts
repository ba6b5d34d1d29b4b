import { Client, isFullPage, isNotionClientError, iteratePaginatedAPI, LogLevel } from '@notionhq/client';
import type {
  CreatePageParameters,
  QueryDatabaseParameters,
  UpdateDatabaseParameters,
} from '@notionhq/client/build/src/api-endpoints.js';
import { SyncError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { makePace } from '../http/pace.ts';
import { politeFetch, retryAfterMs } from '../http/polite-fetch.ts';

/** The only version this speaks: 2025-09-03 and later leave `properties` out of databases. */
export const notionVersion = '2022-06-28';
/** Notion's limit is three a second on average; a little less leaves room for people's other tools. */
const callsPerSecond = 2.8;

/** A property of a database as Notion describes it; `select` and `number` only for those types. */
export interface PropertySchema {
  id: string;
  name: string;
  type: string;
  select?: { options: SelectOption[] };
  number?: { format: string };
}
export interface SelectOption {
  id?: string;
  name: string;
  color?: string;
}
export interface Database {
  id: string;
  properties: Record<string, PropertySchema>;
}
/** A page of a database; each value has a member named after its type. */
export interface Page {
  id: string;
  archived?: boolean;
  in_trash?: boolean;
  created_time: string;
  properties: Record<string, Record<string, unknown>>;
}

/** The calls of Notion's API that the sync makes. */
export interface NotionClient {
  database: (id: string) => Promise<Database>;
  updateDatabase: (id: string, properties: Record<string, unknown>) => Promise<void>;
  /** The pages of a database, oldest first, in the order in which they arrive; `filter` in Notion's own words. */
  pages: (id: string, filter?: object) => AsyncIterable<Page>;
  createPage: (database: string, properties: Record<string, unknown>) => Promise<string>;
  updatePage: (
    id: string,
    change: { properties?: Record<string, unknown>; archived?: boolean },
  ) => Promise<void>;
}

export interface NotionOptions {
  token: string;
  /** Default of the command: `https://api.notion.com`. */
  baseUrl: string;
  clock: Clock;
}

type PageValues = NonNullable<CreatePageParameters['properties']>;

/** Notion's client at Notion's pace; its errors become what people can do about them. */
export function notionClient({ token, baseUrl, clock }: NotionOptions): NotionClient {
  const client = vendorClient({ token, baseUrl, clock });
  const ask = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw isNotionClientError(error) ? refusal(error, what) : error;
    }
  };
  return {
    // The client's type leaves out what a newer version's answer would lack; it is checked where it is used.
    database: (id) =>
      ask(`database ${id}`, async () => (await client.databases.retrieve({ database_id: id })) as Database),
    updateDatabase: (id, properties) =>
      ask(`database ${id}`, async () => {
        const schema = properties as NonNullable<UpdateDatabaseParameters['properties']>;
        await client.databases.update({ database_id: id, properties: schema });
      }),
    async *pages(id, filter) {
      const query: QueryDatabaseParameters = {
        database_id: id,
        page_size: 100,
        sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
        ...(filter ? { filter: filter as NonNullable<QueryDatabaseParameters['filter']> } : {}),
      };
      const read = (args: QueryDatabaseParameters) =>
        ask(`database ${id}`, () => client.databases.query(args));
      for await (const result of iteratePaginatedAPI(read, query)) {
        if (result.object !== 'page') continue;
        // Notion may shorten a page to its id.
        yield (
          isFullPage(result)
            ? result
            : await ask(`page ${result.id}`, () => client.pages.retrieve({ page_id: result.id }))
        ) as Page;
      }
    },
    createPage: (database, properties) =>
      ask('a new page', async () => {
        const values = properties as PageValues;
        return (await client.pages.create({ parent: { database_id: database }, properties: values })).id;
      }),
    updatePage: (id, { properties, archived }) =>
      ask(`page ${id}`, async () => {
        await client.pages.update({
          page_id: id,
          ...(properties ? { properties: properties as PageValues } : {}),
          ...(archived === undefined ? {} : { archived }),
        });
      }),
  };
}

function vendorClient({ token, baseUrl, clock }: NotionOptions): Client {
  return new Client({
    auth: token,
    baseUrl,
    notionVersion,
    logLevel: LogLevel.ERROR,
    // One call of the client is all attempts of ours, with their pauses.
    timeoutMs: 3_600_000,
    fetch: politeFetch({
      name: 'Notion',
      clock,
      pace: makePace(clock, callsPerSecond, 3),
      later: (answer) => {
        if (answer.status === 429 || answer.status === 529) return retryAfterMs(answer);
        return answer.status === 409 ? null : false;
      },
      isRepeatable: ({ method, url }) => !(method === 'POST' && url.endsWith('/v1/pages')),
    }),
  });
}

/** What Notion's refusal means for people. */
function refusal(error: { message: string; code: string; status?: number }, what: string): SyncError {
  if (error.status === 401) {
    return new SyncError(
      'token-wrong',
      'Notion does not accept NOTION_TOKEN. Copy the secret of your integration from https://www.notion.so/my-integrations.',
    );
  }
  if (what.startsWith('database ') && (error.status === 404 || error.status === 403)) {
    return new SyncError(
      'database-not-shared',
      `Notion does not show the ${what} to this integration. Open it in Notion, ••• → Connections, add the integration, or mend database_id in the config.`,
    );
  }
  return new SyncError(
    'item-refused',
    `Notion refused ${what} (${error.status ?? ''} ${error.code}): ${error.message.slice(0, 300)}`,
  );
}
