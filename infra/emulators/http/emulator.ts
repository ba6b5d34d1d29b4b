import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract } from './contract.ts';
import { type Fault, Faults } from './faults.ts';
import { type Answer, findRoute, Refusal, type Route } from './router.ts';

export interface RequestRecord {
  method: string;
  /** Below the base, with the query. */
  path: string;
  body: unknown;
  /** 0 where the connection was cut. */
  status: number;
}

/** A vendor's API: what it does, and how it says no. */
export interface Vendor<State> {
  /** Where the API begins, e.g. `/api/v2`; empty for the root. */
  base: string;
  state: State;
  routes: readonly Route<State>[];
  /** The published specification that bodies are held against. */
  contract: () => Contract;
  /** The `authorization` headers that are let in, and the refusal of others. */
  credentials: readonly string[];
  unauthorised: string;
  /** Seconds to wait before a request may pass; 0 when it may. */
  throttle?: (routeKey: string) => number;
  /** Headers of every answer to an operation, asked for after {@link Vendor.throttle}. */
  headers?: (routeKey: string) => Record<string, string>;
  refusalBody: (refusal: Refusal) => unknown;
  /** What the vendor says with the statuses that faults answer. */
  faultMessages: Readonly<Record<string, string>>;
  /** Any free one when left out. */
  port?: number | undefined;
  /** Added to every answer. */
  latencyMs?: number | undefined;
}

type Listener = (request: RequestRecord) => unknown;

export interface Emulator<State> {
  url: string;
  state: State;
  faults: Faults;
  /** Every request, in order; without its headers. */
  requests: RequestRecord[];
  /** What did not fit the vendor's specification; empty when all did. */
  violations: string[];
  /** Has the listener called with every request, which waits for it before it has any effect. */
  observe(listener: Listener): void;
  stop(): Promise<void>;
}

/** Starts a vendor's API on loopback. */
export async function startEmulator<State>(vendor: Vendor<State>): Promise<Emulator<State>> {
  const run: Run<State> = { vendor, faults: new Faults(), requests: [], violations: [], listeners: [] };
  const server = createServer((request, response) => {
    void serve(run, request, response).catch((error: Error) => {
      run.violations.push(`the emulator broke: ${error.stack}`);
      send(response, { status: 500, body: vendor.refusalBody(new Refusal(500, 'internal error')) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(vendor.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const { faults, requests, violations } = run;
  return {
    ...{ url: `http://127.0.0.1:${port}${vendor.base}`, state: vendor.state, faults, requests, violations },
    observe: (listener) => void run.listeners.push(listener),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Run<State> {
  vendor: Vendor<State>;
  faults: Faults;
  requests: RequestRecord[];
  violations: string[];
  listeners: Listener[];
}

async function serve<State>(
  run: Run<State>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { vendor, faults, requests } = run;
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://vendor');
  const path = url.pathname.slice(vendor.base.length);
  const record: RequestRecord = { method, path: path + url.search, body: await readJson(request), status: 0 };
  requests.push(record);
  for (const listener of run.listeners) await listener(record);
  if (vendor.latencyMs) await sleep(vendor.latencyMs);
  const fault = faults.take(method, path);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 1_000);
  if (fault?.kind === 'cut-before') return void request.socket.destroy();
  const answer = faulty(vendor, fault) ?? answerTo(run, request, url.searchParams, path, record.body);
  if (fault?.kind === 'cut-after') return void request.socket.destroy();
  record.status = answer.status;
  send(response, answer, fault?.retryAfterSeconds);
}

function faulty<State>(vendor: Vendor<State>, fault: Fault | null): Answer | null {
  const message = fault ? vendor.faultMessages[fault.kind] : undefined;
  if (message === undefined || !fault) return null;
  const status = Number(fault.kind);
  return { status, body: vendor.refusalBody(new Refusal(status, message)) };
}

function answerTo<State>(
  run: Run<State>,
  request: IncomingMessage,
  query: URLSearchParams,
  path: string,
  body: unknown,
): Answer {
  const { vendor } = run;
  const method = request.method ?? 'GET';
  let headers: Record<string, string> = {};
  try {
    if (!vendor.credentials.includes(request.headers.authorization ?? ''))
      throw new Refusal(401, vendor.unauthorised);
    const { found, params } = findRoute(vendor.routes, method, path);
    const routeKey = `${method} ${found.pattern}`;
    const wait = vendor.throttle?.(routeKey) ?? 0;
    headers = vendor.headers?.(routeKey) ?? {};
    if (wait > 0) throw new Refusal(429, `rate limit exceeded, retry after ${wait} s`);
    const call = { state: vendor.state, params, query, body: (body ?? {}) as Record<string, unknown> };
    return { ...structuredClone(checked(run, found, body, () => found.handle(call))), headers };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: vendor.refusalBody(error), headers };
  }
}

/** Holds both bodies against the specification: a wrong request is refused, a wrong answer is the emulator's fault. */
function checked<State>(
  { vendor, violations }: Run<State>,
  { method, pattern }: Route<State>,
  body: unknown,
  handle: () => Answer,
): Answer {
  const contract = vendor.contract();
  const wrong = body === undefined ? null : contract.request(method, pattern, body);
  if (wrong) {
    violations.push(`request ${wrong}`);
    throw new Refusal(400, `request body does not match the specification: ${wrong}`);
  }
  const answer = handle();
  const bad =
    answer.body === undefined ? null : contract.response(method, pattern, answer.status, answer.body);
  if (bad) violations.push(`response ${bad}`);
  return answer;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function send(
  response: ServerResponse,
  { status, body, headers = {} }: Answer,
  retryAfterSeconds?: number,
): void {
  const all = {
    'content-type': 'application/json',
    ...headers,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  response.writeHead(status, all);
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
