import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation/index.js';
import { parse, stringify } from 'yaml';
import { type GithubEmulator, startGithubEmulator } from '../emulators/github/index.ts';
import type { RequestRecord } from '../emulators/http/emulator.ts';
import { type NeonEmulator, startNeonEmulator } from '../emulators/neon/index.ts';
import { type RenderEmulator, startRenderEmulator } from '../emulators/render/index.ts';
import { ensureToolchain } from '../toolchain/ensure.ts';
import { fileBackend, pulumiEnvironment } from '../toolchain/environment.ts';
import { projectDir } from '../toolchain/project.ts';

/** Accounts at the three vendors, emulated, and stacks of the real program on them. */
export interface Cloud {
  render: RenderEmulator;
  neon: NeonEmulator;
  github: GithubEmulator;
  /** Opens a stack of this project; its configuration and state are in a folder of the test. */
  stack(name: string, config?: Readonly<Record<string, string>>): Promise<Stack>;
  /** Starts the CLI on a stack, as a process of its own. */
  spawn(stack: string, ...args: string[]): ChildProcess;
  /** Requests of all three vendors since {@link Cloud.writes} was last asked. */
  requests(): RequestRecord[];
  /** Has the listener called with every request at all three vendors, which waits for it before it has any effect. */
  observe(listener: (request: RequestRecord) => unknown): void;
  /** Requests that change something, of all three vendors, since this was last asked. */
  writes(): RequestRecord[];
  /** Every file of the state. */
  state(): string;
  /** Stops the emulators, and gives what did not fit the specifications of their vendors. */
  stop(): Promise<string[]>;
}

export const repository = 'acme/power';
export const commit = 'c0ffee'.padEnd(40, '0');

/** @param latencyMs how long each answer takes; 0 when left out */
export async function startCloud({ latencyMs = 0 }: { latencyMs?: number } = {}): Promise<Cloud> {
  const [render, neon, github] = await Promise.all([
    startRenderEmulator({ latencyMs }),
    startNeonEmulator({ operationMs: 10, latencyMs }),
    startGithubEmulator({ repositories: [repository], latencyMs }),
  ]);
  render.state.pace = [];
  const accounts = [render, neon, github];
  const folder = mkdtempSync(join(tmpdir(), 'eo-cloud-'));
  mkdirSync(join(folder, 'state'));
  writeProject(folder);
  const { binDir } = await ensureToolchain(() => {});
  const pulumiCommand = await PulumiCommand.get({ root: dirname(binDir), skipVersionCheck: true });
  const envVars = environmentOf(binDir, folder, { render, neon, github });
  return {
    ...{ render, neon, github },
    stack: async (stackName, config = {}) => {
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, workDir: folder },
        { pulumiCommand, envVars },
      );
      const given = { 'cloud:repository': repository, 'cloud:commit': commit, ...config };
      for (const [key, value] of Object.entries(given)) await stack.setConfig(key, { value });
      return stack;
    },
    spawn: (name, ...args) =>
      spawn(join(binDir, 'pulumi'), [...args, '-s', name], { cwd: folder, env: envVars, stdio: 'ignore' }),
    requests: () => accounts.flatMap(({ requests }) => requests),
    observe: (listener) => {
      for (const account of accounts) account.observe(listener);
    },
    writes: () => accounts.flatMap(({ requests }) => requests.splice(0)).filter(isWrite),
    state: () => textOf(join(folder, 'state')),
    stop: async () => {
      await Promise.all(accounts.map((account) => account.stop()));
      rmSync(folder, { recursive: true, force: true });
      return accounts.flatMap(({ violations }) => violations);
    },
  };
}

const isWrite = ({ method }: RequestRecord): boolean => method !== 'GET';

/** This project as another folder sees it, so that the configuration of its stacks stays out of the checkout. */
function writeProject(folder: string): void {
  const project = parse(readFileSync(join(projectDir, 'Pulumi.yaml'), 'utf8'));
  project.main = join(projectDir, project.main);
  for (const provider of project.plugins.providers) provider.path = join(projectDir, provider.path);
  writeFileSync(join(folder, 'Pulumi.yaml'), stringify(project));
}

function environmentOf(
  binDir: string,
  folder: string,
  { render, neon, github }: Pick<Cloud, 'render' | 'neon' | 'github'>,
): Record<string, string> {
  const { PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...usual } = pulumiEnvironment(binDir);
  const env: NodeJS.ProcessEnv = {
    ...usual,
    // The stand-in for the plugin of @pulumi/github, which is a download.
    PATH: [join(projectDir, 'infra', 'stand-ins', 'github'), usual.PATH].join(delimiter),
    PULUMI_BACKEND_URL: fileBackend(join(folder, 'state')),
    PULUMI_CONFIG_PASSPHRASE: 'for this test only',
    ...{ RENDER_API_KEY: render.key, RENDER_API_URL: render.url },
    ...{ NEON_API_KEY: neon.key, NEON_API_URL: neon.url },
    ...{ GITHUB_TOKEN: github.token, GITHUB_BASE_URL: github.url, GITHUB_OWNER: repository.split('/')[0] },
  };
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? '']));
}

function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
