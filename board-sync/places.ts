import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Environment } from './config.ts';
import type { StateFolder } from './coordination/state-folder.ts';
import type { Place } from './engine/place.ts';
import { SyncError } from './errors.ts';
import { type GithubClient, githubClient } from './github/client.ts';
import { type IssueEvent, readEvent } from './github/event.ts';
import { issuesPlace } from './github/issues.ts';
import { projectPlace } from './github/project.ts';
import type { ProjectAddress } from './github/project-board.ts';
import { issueUrl, type Repository } from './github/repository.ts';
import type { Clock } from './http/clock.ts';
import { type NotionClient, notionClient } from './notion/client.ts';
import { notionPlace } from './notion/roadmap.ts';
import { todoPlace } from './sources/todo.ts';
import type { Workspace } from './workspace.ts';

/** What a run keeps in step. */
export type Scope = 'all' | 'github' | 'notion' | 'notion-todo' | 'notion-issues' | 'notion-event';

/** Everything that is needed to reach the places. */
export interface Surroundings {
  workspace: Workspace;
  config: Config;
  environment: Environment;
  folder: StateFolder;
  clock: Clock;
  /** One client a run, so that all that speak to a service keep one pace; a missing token shows when it is needed. */
  github: () => GithubClient;
  notion: () => NotionClient;
}

export function surroundings(given: Omit<Surroundings, 'github' | 'notion'>): Surroundings {
  const { environment, clock } = given;
  return {
    ...given,
    github: once(() => makeGithub(environment, clock)),
    notion: once(() => makeNotion(environment, clock)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The places of a run, in the order of their rank: boards first, TODO.md last. Empty when the event is about no issue.
 *
 * @throws SyncError when a token or a setting is missing that the scope needs
 */
export function placesOf(scope: Scope, around: Surroundings): Place[] {
  switch (scope) {
    case 'all':
      return [...boards(around), ...sources(around)];
    case 'github':
      return [project(around), ...sources(around)];
    case 'notion':
      return [roadmap(around), ...sources(around)];
    case 'notion-todo':
      return [roadmap(around), ...todo(around)];
    case 'notion-issues':
      return [roadmap(around), issues(around, repositoryOf(around))];
    case 'notion-event':
      return eventPlaces(around, readEvent(around.environment.eventPath));
  }
}

/** Both boards, or the one that the config names. */
function boards(around: Surroundings): Place[] {
  const { databaseId, githubProject } = around.config;
  if (!databaseId && !githubProject) requireDatabase(around);
  return [...(databaseId ? [roadmap(around)] : []), ...(githubProject ? [project(around)] : [])];
}

/** TODO.md where there is one, and the issues where the repository is known and GitHub can be asked. */
function sources(around: Surroundings): Place[] {
  const repository = around.config.repository ?? around.workspace.origin;
  const asked = repository && (around.environment.githubToken || around.config.githubProject);
  return [...(asked ? [issues(around, repository)] : []), ...todo(around)];
}

function eventPlaces(around: Surroundings, event: IssueEvent | null): Place[] {
  if (!event) return [];
  // An issue's page names it; a pull request may tell about the pages of issues that do not name it yet.
  const url = issueUrl(event.repository, event.number);
  const filter = event.isPull ? undefined : { property: 'GitHub Issue', url: { equals: url } };
  return [roadmap(around, filter), issues(around, event.repository, event)];
}

function todo({ workspace, config }: Surroundings): Place[] {
  const file = join(workspace.folder, config.todoFile);
  const repository = config.repository ?? workspace.origin;
  const options = { file, branch: workspace.branch, repository, writable: workspace.settled };
  return existsSync(file) ? [todoPlace(options)] : [];
}

function issues(around: Surroundings, repository: Repository, event?: IssueEvent): Place {
  const { clock, config } = around;
  const client = around.github();
  return issuesPlace({ client, repository, clock, closes: config.closeIssues, ...(event ? { event } : {}) });
}

function project(around: Surroundings): Place {
  const address = requireProject(around);
  return projectPlace({ client: around.github(), address, stashFile: around.folder.optionStash });
}

const roadmap = (around: Surroundings, filter?: object): Place =>
  notionPlace(around.notion(), requireDatabase(around), filter);

/** @throws SyncError `token-missing` */
function makeNotion({ notionToken: token, notionUrl: baseUrl }: Environment, clock: Clock): NotionClient {
  if (token) return notionClient({ token, baseUrl, clock });
  throw new SyncError(
    'token-missing',
    'NOTION_TOKEN is not set. Make an integration at https://www.notion.so/my-integrations and put its secret into .env as NOTION_TOKEN=…',
  );
}

/** @throws SyncError `token-missing` */
function makeGithub({ githubToken: token, githubUrl: url }: Environment, clock: Clock): GithubClient {
  if (token) return githubClient({ token, url, clock });
  throw new SyncError(
    'token-missing',
    'GITHUB_TOKEN is not set. Make a token at https://github.com/settings/tokens with the scopes repo and project, and put it into .env as GITHUB_TOKEN=…',
  );
}

/** @throws SyncError `config-invalid` */
export function requireProject({ config }: Surroundings): ProjectAddress {
  if (config.githubProject) return config.githubProject;
  throw new SyncError(
    'config-invalid',
    'The config names no GitHub project. Add "github_project": {"owner": "<login>", "number": 4}, the number in its address.',
  );
}

/** @throws SyncError `config-invalid` */
function requireDatabase({ config }: Surroundings): string {
  if (config.databaseId) return config.databaseId;
  throw new SyncError(
    'config-invalid',
    'The config names no Notion database. Add "database_id": "<the 32 digits in its address>".',
  );
}

function repositoryOf({ config, workspace }: Surroundings): Repository {
  const repository = config.repository ?? workspace.origin;
  if (repository) return repository;
  throw new SyncError(
    'config-invalid',
    'No repository is known: there is no remote origin on github.com. Add "repository": "<owner>/<name>" to the config.',
  );
}
