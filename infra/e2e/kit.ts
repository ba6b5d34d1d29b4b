import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SecretOutput, StackOutputs } from '../outputs.ts';
import { freePorts } from '../testing/free-port.ts';
import { fileBackend } from '../toolchain/environment.ts';
import { projectDir } from '../toolchain/project.ts';

/** What a command of the kit printed and how it ended. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** The JSON document that `up --json` prints as its last line. */
export interface UpResult extends Omit<StackOutputs, SecretOutput> {
  changes: { create: number; update: number; replace: number; delete: number; same: number };
  health: string;
}

/** Services that listen on this machine, on one target or the other. */
const listening = [
  'backend',
  'frontend',
  'postgres',
  'redis',
  'prometheus',
  'grafana',
  'alertmanager',
  'node-exporter',
  'redis-exporter',
  'postgres-exporter',
] as const;

/** A stack with a state, data and ports of its own, driven by the commands that people type. */
export interface TestStack {
  name: string;
  folder: string;
  /** Where the data of a local stack is. */
  dataRoot: string;
  ports: Record<(typeof listening)[number], number>;
  env: NodeJS.ProcessEnv;
  /** The arguments of `up` that make it so. */
  config: readonly string[];
  /** Runs `npm run <command> -- <stack> …`. */
  run(command: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>;
  /** `npm run up -- <stack> --json` with the stack's own settings. */
  up(args?: readonly string[]): Promise<UpResult>;
  /** Every output, the secret ones in plain text, by `npx pulumi stack output --json`. */
  outputs(): Promise<StackOutputs>;
  /** Loads recorded days of a zone into the stack by `npm run pipeline -- price-sync`. */
  syncRecorded(zone: string, folder: string): Promise<void>;
  /** Takes the stack down with its data, and its folder with it. */
  remove(): Promise<void>;
}

/** Which clone a stack is driven from, and by whom; this one by this user when left out. */
interface Place {
  project?: string;
  user?: { uid: number; gid: number } | undefined;
  /** Beside the environment of the tests. */
  environment?: Readonly<Record<string, string>>;
}

/** @param settings configuration values beside ports and, unless it is among them, the data folder */
export async function createTestStack(
  settings: Readonly<Record<string, string>> = {},
  { project = projectDir, user, environment = {} }: Place = {},
): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), 'eo e2e '));
  chmodSync(folder, 0o755); // Root's PostgreSQL runs as another user.
  const name = `e2e-${folder.slice(-6).toLowerCase()}`;
  const free = await freePorts(listening.length);
  const ports = Object.fromEntries(
    listening.map((service, index) => [service, free[index]]),
  ) as TestStack['ports'];
  const state = join(folder, 'state');
  mkdirSync(state);
  const env = {
    ...process.env,
    ...environment,
    PULUMI_BACKEND_URL: fileBackend(state),
    PULUMI_CONFIG_PASSPHRASE: 'for this test only',
    NO_COLOR: '1',
  };
  const { 'electricity-optimizer:dataDir': dataRoot = join(folder, 'data') } = settings;
  const config = Object.entries({
    'electricity-optimizer:target': 'local',
    'electricity-optimizer:dataDir': dataRoot,
    ...Object.fromEntries(Object.entries(ports).map(([service, port]) => [`ports:${service}`, String(port)])),
    ...settings,
  }).flatMap(([key, value]) => ['--config', `${key}=${value}`]);

  const run: TestStack['run'] = (command, args = [], more = {}) =>
    execute('npm', ['run', '--silent', command, '--', name, ...args], { ...env, ...more }, project, user);
  const removeConfig = (): void => rmSync(join(project, `Pulumi.${name}.yaml`), { force: true });
  return {
    name,
    folder,
    dataRoot,
    ports,
    env,
    config,
    run,
    up: async (args = []) => lastJson(succeeded(await run('up', ['--json', ...config, ...args]))),
    outputs: async () => {
      const args = ['pulumi', 'stack', 'output', '--json', '--show-secrets', '-s', name];
      return JSON.parse(succeeded(await execute('npx', args, env, project, user)).stdout);
    },
    syncRecorded: async (zone, recorded) => {
      const sync = ['--zones', zone, '--feed', 'replay', '--replay-dir', recorded];
      const args = ['run', '--silent', 'pipeline', '--', 'price-sync', '--stack', name, ...sync];
      succeeded(await execute('npm', args, env, project, user));
    },
    remove: async () => {
      await run('down', ['--purge']);
      removeConfig();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a program in the project's folder to its end. */
export function execute(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string = projectDir,
  user: Place['user'] = undefined,
): Promise<Ran> {
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      // Not `close`: what a command leaves running may keep its output open.
      setTimeout(
        () => resolve({ code: code ?? 1, stdout, stderr, seconds: (Date.now() - started) / 1000 }),
        50,
      ),
    );
  });
}

export function succeeded(ran: Ran): Ran {
  if (ran.code === 0) return ran;
  throw new Error(`exit code ${ran.code}\n${ran.stdout}\n${ran.stderr}`);
}

export const lastJson = <T>({ stdout }: Ran): T => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

/** Waits until the condition holds, asking every 100 ms. */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T | null | undefined | false>,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown = 'it was never so';
  while (Date.now() < deadline) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${seconds} s (${last})`);
}

/** The processes of this machine whose command line or environment names a text. */
export async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(text));
}
