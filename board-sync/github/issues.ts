import type { Entry, FieldName, Value } from '../engine/item.ts';
import type { Place } from '../engine/place.ts';
import { SyncError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import type { GithubClient } from './client.ts';
import { entryOfIssue, entryOfPull } from './issue-entry.ts';
import {
  closeIssue,
  type Issue,
  issueOrPullQuery,
  issuesQuery,
  type Pull,
  pullsQuery,
  reopenIssue,
} from './issue-queries.ts';
import { type Connection, readPages } from './pages.ts';
import { issueKey, type Repository } from './repository.ts';

export interface IssuesOptions {
  client: GithubClient;
  repository: Repository;
  clock: Clock;
  /** Whether an issue is closed when its card is moved to Done, and opened again when it is moved back. */
  closes: boolean;
  /** What an event is about; absent: everything is read. */
  event?: { number: number; deleted: boolean };
}

/**
 * The repository's issues, and its pull requests that close none. Between open and closed there is more to tell than
 * GitHub knows: an open issue contradicts no status but Done. Of what boards say only the status is written back.
 */
export function issuesPlace({ client, repository, clock, closes, event }: IssuesOptions): Place {
  const isIssue = new Set<string>();
  const read = async (progress: (count: number) => void): Promise<Entry[]> => {
    const { issues, pulls } = event
      ? await readOne(client, repository, event.number)
      : await readAll(client, repository, progress);
    for (const { number } of issues) isIssue.add(String(number));
    const own = pulls.filter((pull) => !pull.closingIssuesReferences?.nodes.length);
    return [
      ...issues.map((issue) => entryOfIssue(issue, repository, clock.now())),
      ...own.map((pull) => entryOfPull(pull, repository, clock.now())),
    ];
  };
  return {
    id: `issues:${repository.owner}/${repository.name}`,
    label: 'GitHub issues',
    kind: 'source',
    ...(event ? { partial: true } : {}),
    ...(event?.deleted ? { removed: [issueKey(repository, event.number)] } : {}),
    populate: async (progress) => (event?.deleted ? [] : read(progress)),
    lift: liftIssue,
    agrees: (field, shown, agreed) =>
      field === 'status' && shown === 'Not Started' ? agreed !== 'Done' : shown === agreed,
    writes: (field, { id, fields }, agreed) =>
      closes && field === 'status' && isIssue.has(id) && (fields.status === 'Done') !== (agreed === 'Done'),
    update: async ({ contentId }, { status }) =>
      void (await client.ask(status === 'Done' ? closeIssue : reopenIssue, { id: contentId })),
  };
}

/** "Open" leaves every step before Done as it is; an issue that was opened again is being worked on. */
function liftIssue(field: FieldName, shown: Value, agreed: Value): Value {
  if (field !== 'status' || shown !== 'Not Started') return shown;
  return agreed === 'Done' ? 'In Progress' : (agreed ?? shown);
}

interface Found {
  issues: Issue[];
  pulls: Pull[];
}

async function readAll(
  client: GithubClient,
  repository: Repository,
  progress: (count: number) => void,
): Promise<Found> {
  type Answer<T> = { issues: Connection<T>; pullRequests: Connection<T> };
  const all = <T>(query: string, connection: keyof Answer<T>, before: number): Promise<T[]> =>
    readPages(
      async (after) => (await inRepository<Answer<T>>(client, query, repository, { after }))[connection],
      (count) => progress(before + count),
    );
  const issues = await all<Issue>(issuesQuery, 'issues', 0);
  return { issues, pulls: await all<Pull>(pullsQuery, 'pullRequests', issues.length) };
}

/** One issue or pull request with what hangs together with it: the issues that a pull request closes. */
async function readOne(client: GithubClient, repository: Repository, number: number): Promise<Found> {
  const thing = await readThing(client, repository, number);
  if (thing?.__typename === 'Issue') return { issues: [thing], pulls: [] };
  if (thing?.__typename !== 'PullRequest') return { issues: [], pulls: [] };
  const issues: Issue[] = [];
  for (const closes of thing.closingIssuesReferences?.nodes ?? []) {
    const issue = await readThing(client, repository, closes.number);
    if (issue?.__typename === 'Issue') issues.push(issue);
  }
  return { issues, pulls: [thing] };
}

async function readThing(
  client: GithubClient,
  repository: Repository,
  number: number,
): Promise<Issue | Pull | null> {
  const found = await inRepository<{ issueOrPullRequest: Issue | Pull | null }>(
    client,
    issueOrPullQuery,
    repository,
    {
      number,
    },
  );
  return found.issueOrPullRequest;
}

async function inRepository<T>(
  client: GithubClient,
  query: string,
  { owner, name }: Repository,
  variables: Record<string, unknown>,
): Promise<T> {
  try {
    const { repository } = await client.ask<{ repository: T | null }>(query, { owner, name, ...variables });
    if (repository) return repository;
  } catch (error) {
    if (!(error instanceof SyncError && error.code === 'not-found')) throw error;
    // GitHub says so as well of a single number that is gone.
    if ('number' in variables) return { issueOrPullRequest: null } as T;
  }
  throw new SyncError(
    'repository-not-found',
    `GitHub shows no repository ${owner}/${name} to this token. Mend repository in the config, or give the token access to it.`,
  );
}
