import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Project } from '../emulators/github/state.ts';
import { type GithubEmulator, startGithubEmulator } from '../emulators/github.ts';
import type { NotionDatabase } from '../emulators/notion/state.ts';
import { type NotionEmulator, startNotionEmulator } from '../emulators/notion.ts';
import { main } from '../main.ts';
import { fakeClock } from './fake-clock.ts';
import { removeFolder } from './remove-folder.ts';

export interface WorldOptions {
  todo?: string;
  /** Added to the config; by default there is no debounce. */
  config?: Record<string, unknown>;
  notion?: Partial<Parameters<typeof startNotionEmulator>[0]>;
  github?: Partial<Parameters<typeof startGithubEmulator>[0]>;
}

/** What a command answered. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A checkout in a temporary folder with a roadmap and a project of its own, on a clock that no one waits for. */
export interface World {
  folder: string;
  env: NodeJS.ProcessEnv;
  clock: ReturnType<typeof fakeClock>;
  notion: NotionEmulator;
  github: GithubEmulator;
  database: NotionDatabase;
  project: Project;
  /** Runs the command in this process. */
  run: (...args: string[]) => Promise<Ran>;
  /** Runs it with `--json` and returns the document. */
  json: (...args: string[]) => Promise<Record<string, unknown>>;
  read: (file: string) => string;
  write: (file: string, text: string) => void;
  git: (...args: string[]) => string;
  close: () => Promise<void>;
}

export const repository = 'acme/optimizer';

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'board-sync-'));
  const clock = fakeClock();
  const notion = await startNotionEmulator({ clock, ...options.notion });
  const github = await startGithubEmulator({ clock, ...options.github });
  const database = notion.addDatabase();
  const project = github.addProject('acme', 4);
  github.state.repositories.set(repository, new Map());
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NOTION_TOKEN: 'notion-token',
    GITHUB_TOKEN: 'github-token',
    NOTION_BASE_URL: notion.url,
    GITHUB_GRAPHQL_URL: github.url,
  };
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  const git = makeGit(folder);
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', `https://github.com/${repository}.git`);
  if (options.todo !== undefined) write('TODO.md', options.todo);
  const config = {
    database_id: database.id,
    github_project: { owner: 'acme', number: 4 },
    debounce_seconds: 0,
    ...options.config,
  };
  write('.notion_sync_config.json', JSON.stringify(config));
  const run = async (...args: string[]): Promise<Ran> => {
    const [stdout, stderr] = [collector(), collector()];
    const code = await main(args, { cwd: folder, env, clock, stdout, stderr });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  };
  return {
    folder,
    env,
    clock,
    notion,
    github,
    database,
    project,
    run,
    json: async (...args) => JSON.parse((await run(...args, '--json')).stdout),
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write,
    git,
    async close() {
      await notion.close();
      await github.close();
      await removeFolder(folder);
    },
  };
}

/** Git in a folder, whatever the user and the machine are set to. */
export function makeGit(folder: string, extra: NodeJS.ProcessEnv = {}): (...args: string[]) => string {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    ...extra,
  };
  const person = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  return (...args) =>
    execFileSync('git', [...person, ...args], { cwd: folder, env, encoding: 'utf8' }).trim();
}

function collector(): Writable & { text: () => string } {
  let collected = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      collected += String(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => collected });
}

/** Calls that changed something. */
export const writesOf = ({ notion, github }: World): string[] => [
  ...notion.calls
    .filter(({ method, path }) => method !== 'GET' && !path.includes('/query'))
    .map(({ method, path }) => `${method} ${path}`),
  ...github.calls
    .map(({ body }) => (body as { query: string }).query)
    .filter((query) => query.startsWith('mutation'))
    .map((query) => query.slice(0, 40)),
];

/** Forgets the calls so far, to look at those that follow. */
export function forgetCalls({ notion, github }: World): void {
  notion.calls.length = 0;
  github.calls.length = 0;
}

/** The pages of the roadmap by their titles, each with plain values. */
export function roadmapOf({ notion, database }: World): Record<string, Record<string, unknown>> {
  const pages = notion
    .pagesOf(database)
    .map(({ properties }) =>
      Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)])),
    );
  return Object.fromEntries(pages.map((page) => [String(page.Title ?? page.Name), page]));
}

function plain(value: Record<string, unknown>): unknown {
  const inner = value[String(value.type)];
  if (Array.isArray(inner)) return inner.map(({ plain_text }) => plain_text).join('');
  if (inner === null || typeof inner !== 'object') return inner;
  const { name, start } = inner as { name?: string; start?: string };
  return name ?? start;
}
