import {
  type Field,
  type FieldValue,
  type GithubState,
  type Item,
  noNode,
  type Project,
  refused,
  type Thing,
  thingById,
} from './state.ts';

interface Page {
  first?: number;
  after?: string | null;
}

/** Gives at most so many nodes at once, fewer than asked for. */
export type PageSize = (first: number) => number;

/** The part of `Query` that the sync asks; functions are called by graphql-js with the arguments. */
export function queryRoot(state: GithubState, pageSize: PageSize): object {
  const connection = <T, U>(all: readonly T[], { first = 100, after }: Page, show: (node: T) => U) => {
    if (first > 100)
      throw refused('EXCESSIVE_PAGINATION', `Requesting ${first} records exceeds the first limit of 100.`);
    const from = after ? Number(after) : 0;
    const to = Math.min(all.length, from + pageSize(first));
    return {
      totalCount: all.length,
      pageInfo: { hasNextPage: to < all.length, endCursor: to > from ? String(to) : null },
      nodes: all.slice(from, to).map(show),
    };
  };
  const showThing = (thing: Thing): object => thingNode(state, thing);
  return {
    repository({ owner, name }: { owner: string; name: string }) {
      const things = state.repositories.get(`${owner}/${name}`);
      if (!things)
        throw refused('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      const all = [...things.values()];
      return {
        issues: (page: Page) =>
          connection(
            all.filter(({ kind }) => kind === 'Issue'),
            page,
            showThing,
          ),
        pullRequests: (page: Page) =>
          connection(
            all.filter(({ kind }) => kind === 'PullRequest'),
            page,
            showThing,
          ),
        issueOrPullRequest({ number }: { number: number }) {
          const thing = things.get(number);
          if (!thing)
            throw refused(
              'NOT_FOUND',
              `Could not resolve to an issue or pull request with the number of ${number}.`,
            );
          return showThing(thing);
        },
      };
    },
    repositoryOwner({ login }: { login: string }) {
      const projects = state.projects.filter(({ owner }) => owner === login);
      if (projects.length === 0) return null;
      return {
        __typename: 'User',
        projectV2({ number }: { number: number }) {
          const project = projects.find((each) => each.number === number);
          if (!project)
            throw refused('NOT_FOUND', `Could not resolve to a ProjectV2 with the number ${number}.`);
          return { id: project.id, fields: (page: Page) => connection(project.fields, page, fieldNode) };
        },
      };
    },
    node({ id }: { id: string }) {
      const project = state.projects.find((each) => each.id === id);
      if (!project) throw noNode(id);
      return {
        __typename: 'ProjectV2',
        id,
        items: (page: Page) =>
          // Archived items are left out, as on the board.
          connection(
            project.items.filter(({ isArchived }) => !isArchived),
            page,
            (item) => itemNode(state, project, item),
          ),
      };
    },
  };
}

const nodes = <T>(list: T[]): { nodes: T[] } => ({ nodes: list });

function thingNode(state: GithubState, thing: Thing): object {
  const others = [...(state.repositories.get(thing.repository)?.values() ?? [])];
  return {
    ...thing,
    __typename: thing.kind,
    url: `https://github.com/${thing.repository}/${thing.kind === 'Issue' ? 'issues' : 'pull'}/${thing.number}`,
    repository: { nameWithOwner: thing.repository },
    labels: nodes(thing.labels.map((name) => ({ name }))),
    milestone: thing.milestone === null ? null : { title: thing.milestone },
    assignees: nodes(thing.assignees.map((login) => ({ login }))),
    closedByPullRequestsReferences: ({ includeClosedPrs }: { includeClosedPrs?: boolean }) =>
      nodes(
        others
          .filter(
            ({ closes, state: is }) => closes.includes(thing.number) && (includeClosedPrs || is === 'OPEN'),
          )
          .map((pull) => thingNode(state, pull)),
      ),
    closingIssuesReferences: nodes(thing.closes.map((number) => ({ number }))),
  };
}

function fieldNode({ id, name, dataType, options }: Field): object {
  return {
    __typename: options ? 'ProjectV2SingleSelectField' : 'ProjectV2Field',
    id,
    name,
    dataType,
    ...(options ? { options } : {}),
  };
}

function itemNode(state: GithubState, project: Project, item: Item): object {
  const thing = item.content ? thingById(state, item.content) : undefined;
  const values = [...item.values].flatMap(([id, value]) => {
    const field = project.fields.find((each) => each.id === id);
    return field ? [valueNode(field, value)] : [];
  });
  // Labels are a value of another kind, of which the sync asks nothing.
  if (thing?.labels.length) values.push({ __typename: 'ProjectV2ItemFieldLabelValue' });
  return {
    id: item.id,
    createdAt: item.createdAt,
    isArchived: item.isArchived,
    content: item.draft
      ? { __typename: 'DraftIssue', ...item.draft }
      : thing
        ? thingNode(state, thing)
        : null,
    fieldValues: nodes(values),
  };
}

function valueNode(field: Field, value: FieldValue): object {
  const common = { field: fieldNode(field) };
  if ('text' in value) return { __typename: 'ProjectV2ItemFieldTextValue', ...common, ...value };
  if ('number' in value) return { __typename: 'ProjectV2ItemFieldNumberValue', ...common, ...value };
  if ('date' in value) return { __typename: 'ProjectV2ItemFieldDateValue', ...common, ...value };
  const name = field.options?.find(({ id }) => id === value.option)?.name;
  return { __typename: 'ProjectV2ItemFieldSingleSelectValue', ...common, name: name ?? null };
}
