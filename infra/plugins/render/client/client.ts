import { type Answer, type Call, type Connection, send } from './http.ts';
import { list, object } from './parse.ts';

const pageSize = 100;
/** A guard against a cursor that never ends. */
const mostPages = 200;

type Query = NonNullable<Call['query']>;

/** Requests of the Render API with their answers read into a type. */
export class Client {
  constructor(readonly connection: Connection) {}

  async get<T>(path: string, read: (body: unknown) => T, query: Query = {}): Promise<T> {
    return read((await send(this.connection, { method: 'GET', path, query })).body);
  }

  /**
   * All items of a list. An item comes as `{<thing>, cursor}`, next to nothing that tells whether there are more
   * (`vendor/facts.md` §1): a page that is not full is the last. `env-groups` and `registrycredentials` give bare
   * items by their specification, whose id then is the cursor.
   */
  async all<T>(path: string, envelope: string, read: (item: unknown) => T, query: Query = {}): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { body } = await send(this.connection, {
        method: 'GET',
        path,
        query: { ...query, cursor, limit: pageSize },
      });
      const entries = list(`a list of ${envelope}`, body, (entry) => object<Entry>(`a ${envelope}`, entry));
      items.push(...entries.map((entry) => read(entry[envelope] ?? entry)));
      const next = entries.at(-1)?.cursor ?? entries.at(-1)?.id;
      if (entries.length < pageSize || next === undefined || next === cursor) break;
      cursor = next;
    }
    return items;
  }

  async post<T>(path: string, body: unknown, read: (body: unknown) => T, repeatable = false): Promise<T> {
    return read((await send(this.connection, { method: 'POST', path, body, repeatable })).body);
  }

  async put(path: string, body: unknown): Promise<unknown> {
    return (await send(this.connection, { method: 'PUT', path, body })).body;
  }

  async patch<T>(path: string, body: unknown, read: (body: unknown) => T): Promise<T> {
    return read((await send(this.connection, { method: 'PATCH', path, body })).body);
  }

  async delete(path: string, query: Query = {}): Promise<void> {
    await send(this.connection, { method: 'DELETE', path, query });
  }

  /** A request whose status matters. */
  send(call: Call): Promise<Answer> {
    return send(this.connection, call);
  }
}

interface Entry {
  [name: string]: unknown;
  cursor?: string;
  id?: string;
}

export const anything = (body: unknown): unknown => body;
