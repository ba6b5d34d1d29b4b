import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/router.ts';

/** The shapes of Render's API as the emulator keeps and answers them, by the recorded traffic of its provider for Terraform. */
export type Json = Record<string, unknown>;

export interface Deploy extends Json {
  id: string;
  status: string;
  createdAt: string;
  /** How it will end; not part of the API. */
  ends: string;
  /** What its program gets; not part of the API. */
  saw: Seen;
}

/** What a deploy takes with it: later changes count with the next one only. */
export interface Seen {
  /** The variables of the service and, beneath them, of its groups. */
  env: Record<string, string>;
  files: Record<string, string>;
  imagePath: unknown;
  plan: unknown;
}

export interface ServiceEntry {
  service: Json & { id: string; name: string; ownerId: string; type: string; serviceDetails: Json };
  env: Map<string, string>;
  files: Map<string, string>;
  headers: Json[];
  routes: Json[];
  domains: (Json & { id: string; name: string })[];
  /** The oldest first. */
  deploys: Deploy[];
}

export interface GroupEntry {
  group: Json & { id: string; name: string; ownerId: string };
  env: Map<string, string>;
  files: Map<string, string>;
  links: Set<string>;
}

export type Thing = Json & { id: string };

export interface RenderState {
  owner: { id: string; name: string; email: string; type: string };
  /** How the next deploys end, in order; live when there is none. `hang` never ends. */
  outcomes: string[];
  /** What a deploy goes through before it ends; each look at it takes it one further. */
  pace: string[];
  /** Whether the workspace can pay; without, only what is free is made. */
  hasCard: boolean;
  /** Plans that are not to be had in a region, such as `pro in ohio`. */
  notOffered: Set<string>;
  /** Lines of every log, the oldest first. */
  log: string[];
  services: Map<string, ServiceEntry>;
  groups: Map<string, GroupEntry>;
  keyValues: Map<string, Thing>;
  projects: Map<string, Thing>;
  environments: Map<string, Thing>;
  credentials: Map<string, Thing>;
  /** Tokens of the credentials by their ids, which no answer tells. */
  tokens: Map<string, string>;
}

export function emptyState(): RenderState {
  return {
    owner: { id: makeId('tea'), name: 'Test workspace', email: 'test@example.org', type: 'team' },
    ...{ outcomes: [], pace: ['build_in_progress'], hasCard: true, notOffered: new Set(), log: [] },
    ...{ services: new Map(), groups: new Map(), keyValues: new Map() },
    ...{ projects: new Map(), environments: new Map(), credentials: new Map() },
    tokens: new Map(),
  };
}

const letters = '0123456789abcdefghijklmnopqrstuv';

/** A prefix and 20 characters, as Render's ids are. */
export function makeId(prefix: string): string {
  return `${prefix}-${[...randomBytes(20)].map((byte) => letters[byte % letters.length]).join('')}`;
}

let lastInstant = 0;
/** Now, and later than any other: what is sorted by time has one order. */
export function instant(): string {
  lastInstant = Math.max(Date.now(), lastInstant + 1);
  return new Date(lastInstant).toISOString();
}

export function found<T>(things: Map<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing) return thing;
  throw new Refusal(404, `not found: ${id}`);
}

/** A page of a list, of those that the query names. */
export function page<T extends Json>(items: readonly T[], envelope: string, query: URLSearchParams): Json[] {
  const filters = ['name', 'ownerId', 'projectId', 'status'].filter((each) => query.get(each));
  const matching = items.filter((item) => filters.every((each) => fieldOf(item, each) === query.get(each)));
  const from = query.get('cursor') ? Number(query.get('cursor')) : 0;
  const limit = Number(query.get('limit') ?? 20);
  return matching
    .slice(from, from + limit)
    .map((item, index) => ({ [envelope]: item, cursor: String(from + index + 1) }));
}

function fieldOf(item: Json, name: string): unknown {
  return name === 'ownerId' && !item.ownerId ? (item.owner as Json | undefined)?.id : item[name];
}
