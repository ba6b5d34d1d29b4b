import { type Call, param, type Route, route } from '../../http/router.ts';
import { found, type Json, makeId, page, type RenderState, type ServiceEntry } from '../state.ts';

/** The parts of a service that are read in pages and replaced as a whole. */

export function pairsIn(items: unknown): Map<string, string> {
  return new Map(itemsOf(items).map(({ key, value }) => [String(key), String(value)]));
}

export function filesIn(items: unknown): Map<string, string> {
  return new Map(itemsOf(items).map(({ name, content }) => [String(name), String(content)]));
}

export function withIds(prefix: string, items: unknown): Json[] {
  return itemsOf(items).map((item, priority) => ({
    id: makeId(prefix),
    ...item,
    ...(prefix === 'rdr' ? { priority } : {}),
  }));
}

/** Render takes `null` for an empty list. */
function itemsOf(items: unknown): Json[] {
  return Array.isArray(items) ? items : [];
}

interface Part {
  path: string;
  envelope: string;
  read: (entry: ServiceEntry) => Json[];
  /** Takes over a new list. */
  write: (entry: ServiceEntry, items: unknown) => void;
  /** Whether the answer to PUT has an envelope around each item. */
  bare?: boolean;
}

const parts: readonly Part[] = [
  {
    path: 'env-vars',
    envelope: 'envVar',
    // Render does not keep their order.
    read: ({ env }) => [...env].reverse().map(([key, value]) => ({ key, value })),
    write: (entry, items) => {
      entry.env = pairsIn(items);
    },
  },
  {
    path: 'secret-files',
    envelope: 'secretFile',
    read: ({ files }) => [...files].map(([name, content]) => ({ name, content })),
    write: (entry, items) => {
      entry.files = filesIn(items);
    },
  },
  {
    path: 'headers',
    envelope: 'header',
    read: ({ headers }) => headers,
    write: (entry, items) => {
      entry.headers = withIds('hdr', items);
    },
    bare: true,
  },
  {
    path: 'routes',
    envelope: 'route',
    read: ({ routes }) => routes,
    write: (entry, items) => {
      entry.routes = withIds('rdr', items);
    },
    bare: true,
  },
];

export const partRoutes: readonly Route<RenderState>[] = parts.flatMap(routesOf);

function routesOf({ path, envelope, read, write, bare }: Part): Route<RenderState>[] {
  const entryOf = (call: Call<RenderState>): ServiceEntry =>
    found(call.state.services, param(call, 'serviceId'));
  const all = new URLSearchParams({ limit: '100' });
  return [
    route(`GET /services/{serviceId}/${path}`, (call) => ({
      status: 200,
      body: page(read(entryOf(call)), envelope, call.query),
    })),
    route(`PUT /services/{serviceId}/${path}`, (call) => {
      const entry = entryOf(call);
      write(entry, call.body);
      return { status: 200, body: bare ? read(entry) : page(read(entry), envelope, all) };
    }),
  ];
}
