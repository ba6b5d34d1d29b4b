import { Cancelled, RenderError, Unanswered } from '../errors.ts';
import type { Redactor } from '../redact.ts';
import { bucketOf } from './buckets.ts';
import type { Clock } from './clock.ts';
import type { Limiter } from './limiter.ts';
import { refusal } from './refusal.ts';

const requestTimeoutMs = 60_000;
/** Pauses before the second, third… try when Render fails or the connection breaks. */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** 429 and 423 mean that nothing was done, so any request may come again; a storm of them must end some time. */
const mostTurnedAway = 12;
const longestPauseMs = 60_000;

export interface Connection {
  readonly url: string;
  readonly key: string;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Whether doing it twice does no harm. True when left out, except for POST. */
  readonly repeatable?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Sends one request to Render: within the rate limits, again where that is safe, and with every refusal turned into
 * a sentence. A POST whose answer was lost is an {@link Unanswered}: only its caller can find out whether it was done.
 */
export async function send(connection: Connection, call: Call): Promise<Answer> {
  const repeatable = call.repeatable ?? call.method !== 'POST';
  let [failures, turnedAway] = [0, 0];
  for (;;) {
    const outcome = await once(connection, call);
    if ('answer' in outcome) return outcome.answer;
    if (outcome.kind === 'turned away') {
      turnedAway += 1;
      if (turnedAway === mostTurnedAway) throw stormed(call, outcome.reason);
      // The limiter waits for the time that Render names; a storm that goes on is met with longer and longer pauses.
      await pause(connection, Math.min(2 ** (turnedAway - 1) * 500, longestPauseMs));
      continue;
    }
    const pauseMs = repeatable ? pausesMs[failures] : undefined;
    if (pauseMs === undefined) throw new Unanswered(`${named(call)} got no answer: ${outcome.reason}.`);
    failures += 1;
    await pause(connection, Math.max(pauseMs, outcome.waitMs ?? 0));
  }
}

function pause({ clock, signal }: Connection, ms: number): Promise<void> {
  return clock.sleep(ms, signal);
}

function stormed(call: Call, reason: string): RenderError {
  return new RenderError(
    `${named(call)} was turned away ${mostTurnedAway} times: ${reason}. ` +
      'Another program may be using the same key: stop it, or run this again in some minutes.',
  );
}

type Outcome =
  | { answer: Answer }
  | { kind: 'turned away'; reason: string }
  | { kind: 'unanswered'; reason: string; waitMs?: number };

async function once(connection: Connection, call: Call): Promise<Outcome> {
  const bucket = bucketOf(call.method, call.path);
  await connection.limiter.take(bucket, connection.signal);
  if (connection.signal.aborted) throw new Cancelled();
  let response: Response;
  let text: string;
  try {
    response = await request(connection, call);
    text = await response.text();
  } catch (error) {
    if (connection.signal.aborted) throw new Cancelled();
    return { kind: 'unanswered', reason: reasonOf(error) };
  }
  connection.limiter.observe(bucket, response.status, response.headers);
  if (response.status === 429) return { kind: 'turned away', reason: 'the rate limit is used up (429)' };
  if (response.status === 423) return { kind: 'turned away', reason: 'something else is under way (423)' };
  if (response.status >= 500) return serverError(response);
  if (!response.ok) throw refusal(named(call), response.status, text, connection.redactor);
  return parsed(response.status, text);
}

function serverError(response: Response): Outcome {
  const seconds = Math.min(Number(response.headers.get('retry-after') ?? 0) || 0, longestPauseMs / 1_000);
  return { kind: 'unanswered', reason: `Render answered ${response.status}`, waitMs: seconds * 1_000 };
}

function request({ url, key, signal, fetch }: Connection, call: Call): Promise<Response> {
  const query = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(
    Object.fromEntries(query.map(([name, value]) => [name, String(value)])),
  ).toString();
  return fetch(`${url}${call.path}${search ? `?${search}` : ''}`, {
    method: call.method,
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
  });
}

/** An answer cut off in the middle is no JSON, and counts as none. */
function parsed(status: number, text: string): Outcome {
  if (text === '') return { answer: { status, body: null } };
  try {
    return { answer: { status, body: JSON.parse(text) as unknown } };
  } catch {
    return { kind: 'unanswered', reason: 'the answer was not JSON' };
  }
}

function named(call: Call): string {
  return `${call.method} ${call.path}`;
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  if (name === 'TimeoutError') return `none came within ${requestTimeoutMs / 1_000} s`;
  return cause?.code ?? message;
}
