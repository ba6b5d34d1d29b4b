import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { explain, LocalError } from '../errors.ts';
import type { ProcessSpec, ProcessStatus } from '../spec.ts';
import { type Place, placeOf } from './place.ts';

/** Commands to the supervisor of a data root. Each throws LocalError when there is none, or it refuses. */
export interface SupervisorClient {
  list(): Promise<ProcessStatus[]>;
  /** Makes a process run as specified; resolves when it is healthy. */
  put(spec: ProcessSpec): Promise<ProcessStatus>;
  remove(name: string): Promise<void>;
  /** Stops every process and the supervisor, keeping what it knows for the next start. */
  stop(): Promise<void>;
}

/** Talks to the supervisor of a data root; it need not run yet. */
export function connectSupervisor(dataRoot: string): SupervisorClient {
  const { socket } = placeOf(dataRoot);
  return {
    list: () => call(socket, 'GET', '/processes'),
    put: (spec) => call(socket, 'PUT', `/processes/${encodeURIComponent(spec.name)}`, spec),
    remove: (name) => call(socket, 'DELETE', `/processes/${encodeURIComponent(name)}`),
    stop: () => call(socket, 'POST', '/stop'),
  };
}

/** By data root. One at a time: a second one would have the successor hand over as well. */
const ensuring = new Map<string, Promise<SupervisorClient>>();

/**
 * Makes sure that the supervisor of a data root runs, in the version of this code: starts it when it does not, and
 * lets it hand over to a successor when the code changed (the processes go on meanwhile).
 */
export function ensureSupervisor(dataRoot: string): Promise<SupervisorClient> {
  const known = ensuring.get(dataRoot);
  if (known) return known;
  const ensured = ensure(dataRoot).finally(() => ensuring.delete(dataRoot));
  ensuring.set(dataRoot, ensured);
  return ensured;
}

async function ensure(dataRoot: string): Promise<SupervisorClient> {
  const place = placeOf(dataRoot);
  const program = programOf();
  const running = await versionOf(place);
  if (running === program.version) return connectSupervisor(dataRoot);
  if (running !== null) {
    await call(place.socket, 'POST', '/hand-over');
    await until(async () => (await versionOf(place)) === null, place);
  }
  start(dataRoot, place, program);
  await until(async () => (await versionOf(place)) === program.version, place);
  return connectSupervisor(dataRoot);
}

interface Program {
  args: string[];
  version: string;
}

/** The bundle where it is built, since it starts faster and without a compiler beside it; else the source. */
function programOf(): Program {
  const source = fileURLToPath(new URL('./main.ts', import.meta.url));
  const project = fileURLToPath(new URL('../../../../', import.meta.url));
  const bundle = join(project, 'dist/services/infra/plugins/local/supervisor/main.js');
  if (existsSync(bundle)) return { args: [bundle], version: hashOf(bundle) };
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { args: ['--import', loader, source], version: hashOf(source) };
}

const hashOf = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);

/**
 * Starts the daemon in a session of its own, so that it survives the shell. A small loop of `sh` starts it again
 * when it is killed; it ends with the daemon's exit code 0, or when its folder is gone.
 */
function start(dataRoot: string, place: Place, program: Program): void {
  try {
    // Others may pass: PostgreSQL of root runs as another user.
    mkdirSync(dataRoot, { recursive: true, mode: 0o755 });
    mkdirSync(place.folder, { recursive: true, mode: 0o700 });
    mkdirSync(dirname(place.log), { recursive: true });
    const log = openSync(place.log, 'a', 0o600);
    const { NODE_OPTIONS: _options, ...env } = process.env;
    const loop = 'until "$0" "$@" || [ ! -d "$EO_SUPERVISOR" ]; do sleep 1; done';
    spawn('/bin/sh', ['-c', loop, process.execPath, ...program.args, dataRoot, program.version], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...env, EO_SUPERVISOR: place.folder },
    }).unref();
    closeSync(log);
  } catch (error) {
    throw explain(error, 'Starting the supervisor');
  }
}

async function until(condition: () => Promise<boolean>, place: Place): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new LocalError(
    `The supervisor of ${dirname(place.folder)} did not start within 20 s. Look at ${place.log}`,
  );
}

async function versionOf({ socket }: Place): Promise<string | null> {
  try {
    return (await call<{ version: string }>(socket, 'GET', '/version')).version;
  } catch {
    return null;
  }
}

function call<Answer>(socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
        if (response.statusCode === 200) resolve(answer);
        else reject(new LocalError(answer?.error ?? `The supervisor answered ${response.statusCode}.`));
      });
    });
    outgoing.once('error', () =>
      reject(new LocalError('The supervisor of this stack does not run. Start it: npm run up')),
    );
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
