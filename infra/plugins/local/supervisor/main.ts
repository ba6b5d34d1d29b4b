import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import type { ProcessSpec } from '../spec.ts';
import { claim } from './claim.ts';
import { placeOf } from './place.ts';
import { type Memory, Supervisor } from './supervisor.ts';

/**
 * The daemon: one supervisor behind a unix socket that only its user may open.
 * `node main.ts <data root> <version>`; ends with 0 when nothing is left to supervise, or when it was told to.
 */
const [dataRoot = '', version = ''] = process.argv.slice(2);
const place = placeOf(dataRoot);

process.umask(0o077);
mkdirSync(place.folder, { recursive: true, mode: 0o700 });
mkdirSync(dirname(place.socket), { recursive: true, mode: 0o700 });
if (!(await claim(place.pid))) process.exit(0);
rmSync(place.socket, { force: true });

const supervisor = new Supervisor({ output: { kind: 'file' }, onChange: persist });
const server = createServer((request, response) => void answer(request, response));
server.listen(place.socket, () => {
  chmodSync(place.socket, 0o600);
  supervisor.resume(recall());
});
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

function recall(): Memory {
  try {
    return JSON.parse(readFileSync(place.memory, 'utf8'));
  } catch {
    return { specs: [], records: {} };
  }
}

/** Written aside and renamed, so that a crash never leaves half of it. It holds secrets: only its user may read it. */
function persist(): void {
  writeFileSync(`${place.memory}.new`, JSON.stringify(supervisor.memory), { mode: 0o600 });
  renameSync(`${place.memory}.new`, place.memory);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  try {
    reply(200, await handle(request));
  } catch (error) {
    reply(422, { error: error instanceof Error ? error.message : String(error) });
  }
  if (supervisor.list().length === 0 && request.method === 'DELETE') response.once('close', leaveWhenIdle);
}

async function handle(request: IncomingMessage): Promise<unknown> {
  const [, resource, name = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
  switch (`${request.method} ${resource}`) {
    case 'GET version':
      return { version };
    case 'GET processes':
      return supervisor.list();
    case 'PUT processes':
      await supervisor.put(await bodyOf(request));
      return supervisor.list().find((status) => status.name === name);
    case 'DELETE processes':
      await supervisor.remove(name);
      return {};
    case 'POST hand-over':
      // The processes go on; the successor that the caller starts takes them over.
      setTimeout(() => leave(0), 20);
      return {};
    case 'POST stop':
      setTimeout(() => void stop(), 10);
      return {};
    default:
      throw new Error(`${request.method} ${request.url} is not known here.`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<ProcessSpec> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Not at once: a replacement may be on its way. */
function leaveWhenIdle(): void {
  setTimeout(() => supervisor.list().length === 0 && leave(0), 300);
}

async function stop(): Promise<void> {
  await supervisor.stopAll();
  leave(0);
}

function leave(code: number): void {
  rmSync(place.socket, { force: true });
  rmSync(place.pid, { force: true });
  process.exit(code);
}
