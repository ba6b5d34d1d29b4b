import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, type DocumentNode, execute, type GraphQLError, parse, validate } from 'graphql';
import type { Clock } from '../http/clock.ts';
import { mutationRoot } from './github/mutations.ts';
import { queryRoot } from './github/queries.ts';
import { type Field, type GithubState, newId, newOption, type Project, type Thing } from './github/state.ts';
import { makeRateLimit } from './rate-limit.ts';
import { type EmulatedAnswer, type EmulatedCall, type Emulator, startEmulator } from './server.ts';

export interface GithubEmulatorOptions {
  clock: Clock;
  token?: string;
  /** Calls an hour; GitHub counts points, of which a call of the sync costs about one. Default 5000. */
  pointsPerHour?: number;
  /** Gives fewer nodes at once than asked for. */
  partialPages?: boolean;
}

export interface GithubEmulator extends Emulator {
  state: GithubState;
  /** Adds an issue or a pull request to `owner/name`. */
  addThing: (repository: string, thing: Partial<Thing>) => Thing;
  /** Makes a project as GitHub does: with a Status of Todo, In Progress and Done. */
  addProject: (owner: string, number: number) => Project;
  /** What an item shows in a field; null when it is empty. */
  shownIn: (project: Project, item: string, field: string) => string | number | null;
}

/** GitHub's GraphQL API as far as the sync uses it: every document is held against the published schema. */
export async function startGithubEmulator(options: GithubEmulatorOptions): Promise<GithubEmulator> {
  const { clock, token = 'github-token' } = options;
  const state: GithubState = { repositories: new Map(), projects: [], nextId: 1 };
  const run = makeRunner(state, options);
  const points = makePoints(options);
  // https://docs.github.com/graphql/overview/rate-limits-and-query-limits: 80 changes a minute.
  const haste = makeRateLimit(clock, 80 / 60, 80);
  const emulator = await startEmulator(async (call) => {
    if (call.headers.authorization !== `Bearer ${token}`)
      return { status: 401, body: { message: 'Bad credentials' } };
    const left = points();
    if (left.remaining < 0) return { ...outOfPoints, headers: left.headers };
    const { query, variables } = call.body as { query: string; variables: Record<string, unknown> };
    const waitSeconds = /^\s*mutation/.test(query) ? haste() : 0;
    if (waitSeconds > 0) return hasty(waitSeconds);
    return { status: 200, headers: left.headers, body: await run(query, variables) };
  });
  return {
    ...emulator,
    url: `${emulator.url}/graphql`,
    state,
    addThing: (repository, thing) => addThing(state, clock, repository, thing),
    addProject: (owner, number) => addProject(state, owner, number),
    shownIn,
  };
}

/** GitHub's answer to haste, also for use as a fault. */
export const hasty = (seconds: number): EmulatedAnswer => ({
  status: 403,
  headers: { 'retry-after': String(seconds) },
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  },
});

const outOfPoints: EmulatedAnswer = {
  status: 200,
  body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded.' }] },
};

/** The name of the operation that a call makes: "AddDraft". */
export const operationOf = ({ body }: EmulatedCall): string =>
  /^(?:query|mutation) (\w+)/.exec((body as { query: string }).query)?.[1] ?? '';

function makePoints({ clock, pointsPerHour = 5000 }: GithubEmulatorOptions) {
  let reset = clock.now() + 3_600_000;
  let remaining = pointsPerHour;
  return () => {
    if (clock.now() >= reset) {
      reset = clock.now() + 3_600_000;
      remaining = pointsPerHour;
    }
    remaining--;
    const headers = {
      'x-ratelimit-remaining': String(Math.max(0, remaining)),
      'x-ratelimit-reset': String(Math.ceil(reset / 1000)),
    };
    return { remaining, headers };
  };
}

/**
 * Built once: the published schema is large. It is the one in schema.graphql, as schema.json of the same package is
 * older and lacks `updateProjectV2Field`; `assumeValidSDL` because it names one field of an unrelated type twice.
 */
let builtSchema: ReturnType<typeof buildSchema> | undefined;

function makeRunner(state: GithubState, { clock, partialPages = false }: GithubEmulatorOptions) {
  builtSchema ??= buildSchema(published.idl, { assumeValidSDL: true });
  const schema = builtSchema;
  const documents = new Map<string, { document: DocumentNode; problems: readonly GraphQLError[] }>();
  const prepared = (query: string) => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const made = { document, problems: validate(schema, document) };
    documents.set(query, made);
    return made;
  };
  const rootValue = {
    ...queryRoot(state, (first) => (partialPages ? Math.min(first, 7) : first)),
    ...mutationRoot(state, clock),
  };
  return async (query: string, variableValues: Record<string, unknown>): Promise<object> => {
    const { document, problems } = prepared(query);
    if (problems.length > 0) return { errors: problems.map(({ message }) => ({ message })) };
    const { data, errors } = await execute({ schema, document, rootValue, variableValues });
    if (!errors) return { data };
    return {
      data,
      errors: errors.map(({ message, path, extensions }) => ({ type: extensions.type, path, message })),
    };
  };
}

function addThing(state: GithubState, clock: Clock, repository: string, given: Partial<Thing>): Thing {
  const things = state.repositories.get(repository) ?? new Map<number, Thing>();
  state.repositories.set(repository, things);
  const kind = given.kind ?? 'Issue';
  const number = given.number ?? things.size + 1;
  const thing: Thing = {
    kind,
    id: newId(state, kind),
    repository,
    number,
    title: `${kind} ${number}`,
    body: '',
    state: 'OPEN',
    isDraft: false,
    createdAt: new Date(clock.now()).toISOString(),
    closedAt: null,
    labels: [],
    milestone: null,
    assignees: [],
    closes: [],
    ...given,
  };
  things.set(number, thing);
  return thing;
}

function addProject(state: GithubState, owner: string, number: number): Project {
  const field = (name: string, dataType: string, names: string[] | null): Field => ({
    id: newId(state, 'field'),
    name,
    dataType,
    options: names?.map((each) => newOption(state, { name: each, color: 'GRAY', description: '' })) ?? null,
  });
  const fields = [
    field('Title', 'TITLE', null),
    field('Assignees', 'ASSIGNEES', null),
    field('Status', 'SINGLE_SELECT', ['Todo', 'In Progress', 'Done']),
    field('Labels', 'LABELS', null),
    field('Milestone', 'MILESTONE', null),
  ];
  const project: Project = { id: newId(state, 'project'), owner, number, fields, items: [] };
  state.projects.push(project);
  return project;
}

function shownIn({ fields, items }: Project, item: string, name: string): string | number | null {
  const field = fields.find((each) => each.name === name);
  const value = items.find(({ id }) => id === item)?.values.get(field?.id ?? '');
  if (!value) return null;
  if ('option' in value) return field?.options?.find(({ id }) => id === value.option)?.name ?? null;
  return 'text' in value ? value.text : 'number' in value ? value.number : value.date;
}
