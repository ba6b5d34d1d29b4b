import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Errors } from 'typebox/value';
import { defaultLimits, type SafetyLimits } from './engine/safety.ts';
import { SyncError } from './errors.ts';
import { parseRepository, type Repository } from './github/repository.ts';
import { notionVersion } from './notion/client.ts';

export const configName = '.notion_sync_config.json';

const Share = Type.Number({ minimum: 0, maximum: 1 });

const ConfigFile = Type.Object(
  {
    /** The roadmap's id: the 32 digits in its address, with or without dashes. */
    database_id: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F-]{32,36}$' })),
    github_project: Type.Optional(
      Type.Object(
        { owner: Type.String({ minLength: 1 }), number: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
    /** `owner/name`; default: the remote `origin`. */
    repository: Type.Optional(Type.String({ pattern: '^[\\w.-]+/[\\w.-]+$' })),
    /** Default TODO.md. */
    todo_file: Type.Optional(Type.String({ minLength: 1 })),
    /** Default 30. */
    debounce_seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 3600 })),
    /** Whether moving a card to Done closes its issue and moving it back opens it again; default false. */
    close_issues: Type.Optional(Type.Boolean()),
    limits: Type.Optional(
      Type.Object(
        {
          update_share: Type.Optional(Share),
          archive_share: Type.Optional(Share),
          minimum_existing: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** The settings of the sync, with defaults filled in. */
export interface Config {
  databaseId: string | null;
  githubProject: { owner: string; number: number } | null;
  repository: Repository | null;
  todoFile: string;
  debounceSeconds: number;
  closeIssues: boolean;
  limits: SafetyLimits;
}

/**
 * Reads `.notion_sync_config.json`.
 *
 * @param file default `.notion_sync_config.json` in the project's folder
 * @throws SyncError `config-missing`, `config-broken` or `config-invalid` with what to write
 */
export function readConfig(folder: string, file = configName): Config {
  const path = isAbsolute(file) ? file : join(folder, file);
  const json = parseConfig(path);
  const [problem] = Errors(ConfigFile, json);
  if (problem) {
    const where = problem.instancePath.slice(1).replaceAll('/', '.') || 'the file';
    throw new SyncError(
      'config-invalid',
      `${path}: ${where} ${problem.message}. See docs/operations/board-sync.md.`,
    );
  }
  return configOf(json as Static<typeof ConfigFile>);
}

function parseConfig(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SyncError(
      'config-missing',
      `There is no ${path}. Write it, for example: {"database_id": "<32 digits>", "github_project": {"owner": "<login>", "number": 4}}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SyncError(
      'config-broken',
      `${path} is no JSON (${why}). Mend the file and run the sync again.`,
    );
  }
}

function configOf(file: Static<typeof ConfigFile>): Config {
  return {
    databaseId: file.database_id ?? null,
    githubProject: file.github_project ?? null,
    repository: parseRepository(file.repository ?? ''),
    todoFile: file.todo_file ?? 'TODO.md',
    debounceSeconds: file.debounce_seconds ?? 30,
    closeIssues: file.close_issues ?? false,
    limits: {
      updateShare: file.limits?.update_share ?? defaultLimits.updateShare,
      archiveShare: file.limits?.archive_share ?? defaultLimits.archiveShare,
      minimumExisting: file.limits?.minimum_existing ?? defaultLimits.minimumExisting,
    },
  };
}

/** What the environment says: tokens, and where the services are (for tests and GitHub Enterprise). */
export interface Environment {
  notionToken: string | null;
  githubToken: string | null;
  notionUrl: string;
  githubUrl: string;
  eventPath: string | undefined;
}

/**
 * @throws SyncError `notion-version` when another version of Notion's API is forced
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  if (env.NOTION_VERSION && env.NOTION_VERSION !== notionVersion) {
    throw new SyncError(
      'notion-version',
      `NOTION_VERSION is ${env.NOTION_VERSION}, but this sync speaks ${notionVersion} only: 2025-09-03 leaves properties out of databases. Remove NOTION_VERSION.`,
    );
  }
  return {
    notionToken: env.NOTION_TOKEN || null,
    githubToken: env.GITHUB_TOKEN || env.GH_TOKEN || null,
    notionUrl: env.NOTION_BASE_URL || 'https://api.notion.com',
    githubUrl: env.GITHUB_GRAPHQL_URL || 'https://api.github.com/graphql',
    eventPath: env.GITHUB_EVENT_PATH || undefined,
  };
}
