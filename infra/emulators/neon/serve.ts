import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './api.ts';
import { neonContract } from './contract.ts';
import type { Fault, Faults } from './faults.ts';
import type { RateLimits } from './rate.ts';
import { type Answer, findRoute, type Route } from './router.ts';
import { branchRoutes } from './routes/branches.ts';
import { connectionRoutes } from './routes/connection.ts';
import { databaseRoutes } from './routes/databases.ts';
import { endpointRoutes } from './routes/endpoints.ts';
import { operationRoutes } from './routes/operations.ts';
import { projectRoutes } from './routes/projects.ts';
import { restoreRoutes } from './routes/restore.ts';
import { roleRoutes } from './routes/roles.ts';
import type { NeonState } from './state.ts';

export interface RequestRecord {
  method: string;
  /** Below `/api/v2`, with the query. */
  path: string;
  body: unknown;
  /** 0 where the connection was cut. */
  status: number;
}

export interface Parts {
  key: string;
  state: NeonState;
  faults: Faults;
  rates: RateLimits;
  requests: RequestRecord[];
  violations: string[];
  latencyMs: number;
}

const routes: readonly Route[] = [
  ...projectRoutes,
  ...branchRoutes,
  ...restoreRoutes,
  ...roleRoutes,
  ...databaseRoutes,
  ...endpointRoutes,
  ...operationRoutes,
  ...connectionRoutes,
];

export const makeHandler =
  (parts: Parts): RequestListener =>
  (request, response) => {
    void serve(parts, request, response).catch((error: Error) => {
      parts.violations.push(`the emulator broke: ${error.stack}`);
      send(response, { status: 500, body: { code: '', message: 'internal error' } });
    });
  };

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://neon');
  const path = url.pathname.replace(/^\/api\/v2/, '');
  const record: RequestRecord = { method, path: path + url.search, body: await readJson(request), status: 0 };
  parts.requests.push(record);
  if (parts.latencyMs > 0) await sleep(parts.latencyMs);
  const fault = parts.faults.take(method, path);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 1_000);
  if (fault?.kind === 'cut-before') return void request.socket.destroy();
  const answer = faulty(fault) ?? answerTo(parts, request, url.searchParams, path, record.body);
  if (fault?.kind === 'cut-after') return void request.socket.destroy();
  record.status = answer.status;
  send(response, answer, fault?.retryAfterSeconds);
}

const faultAnswers: Readonly<Record<string, string>> = {
  '423': 'project already has running conflicting operations, scheduling of new ones is prohibited',
  '429': 'rate limit exceeded',
  '500': 'internal error',
  '503': 'service unavailable',
};

function faulty(fault: Fault | null): Answer | null {
  const message = fault ? faultAnswers[fault.kind] : undefined;
  return message && fault ? { status: Number(fault.kind), body: { code: '', message } } : null;
}

function answerTo(
  parts: Parts,
  request: IncomingMessage,
  query: URLSearchParams,
  path: string,
  body: unknown,
): Answer {
  const method = request.method ?? 'GET';
  try {
    if (request.headers.authorization !== `Bearer ${parts.key}`)
      throw new Refusal(401, 'supplied credentials do not pass authentication');
    const { found, params } = findRoute(routes, method, path);
    const wait = parts.rates.take(`${method} ${found.pattern}`);
    if (wait > 0) throw new Refusal(429, `rate limit exceeded, retry after ${wait} s`);
    const answer = checkedAnswer(parts, found, () =>
      found.handle({ state: parts.state, params, query, body: (body ?? {}) as Record<string, unknown> }),
    )(body);
    return structuredClone(answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message } = error;
    return { status, body: { code, message, request_id: randomUUID() } };
  }
}

/** Holds both bodies against the specification: a wrong request is refused, a wrong answer is the emulator's fault. */
function checkedAnswer(parts: Parts, { method, pattern }: Route, handle: () => Answer) {
  const contract = neonContract();
  return (body: unknown): Answer => {
    const wrong = body === undefined ? null : contract.request(method, pattern, body);
    if (wrong) {
      parts.violations.push(`request ${wrong}`);
      throw new Refusal(400, `request body does not match the specification: ${wrong}`);
    }
    const answer = handle();
    const bad =
      answer.body === undefined ? null : contract.response(method, pattern, answer.status, answer.body);
    if (bad) parts.violations.push(`response ${bad}`);
    return answer;
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, { status, body }: Answer, retryAfterSeconds?: number): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  response.writeHead(status, headers);
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
