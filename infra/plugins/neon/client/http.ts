import { Cancelled, NeonError, Refused, Unanswered } from '../errors.ts';

const requestTimeoutMs = 60_000;
/** How long a request waits for others' operations on the same project, a rate limit or an outage to end. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 10_000;
/** Tries of a request that may be repeated, when Neon fails or the connection breaks. */
const mostTries = 6;

/** Nothing was done: 423 (locked) and 503 by Neon's specification, 429 (rate limit) by its meaning. */
const turnedAway: readonly number[] = [423, 429, 503];

export interface Connection {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof globalThis.fetch;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Waits, in milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly body?: unknown;
}

export type Json = Record<string, unknown>;

/**
 * Sends one request to Neon and gives its answer, an empty object for one without a body.
 *
 * Requests that were turned away come again, whatever they are. Where the answer was lost, only those come again that
 * do no harm twice: reads, a PATCH (it sets values, it does not add) and a DELETE of one named thing. A lost POST is an
 * {@link Unanswered}: its caller looks whether it was done.
 *
 * @throws Refused for an answer that says no, with what to do next
 */
export async function send(connection: Connection, call: Call): Promise<Json> {
  const startedAt = Date.now();
  for (let tries = 1; ; tries++) {
    const outcome = await once(connection, call);
    if ('body' in outcome) return outcome.body;
    const { reason, done, retryAfterMs } = outcome;
    if (done === 'maybe' && call.method === 'POST') throw unanswered(call, reason);
    if (done === 'maybe' && tries >= mostTries) throw unanswered(call, reason);
    const pauseMs = Math.max(retryAfterMs, Math.min(250 * 2 ** (tries - 1), longestPauseMs));
    if (Date.now() + pauseMs - startedAt > patienceMs) throw tooLong(call, reason);
    await connection.sleep(pauseMs);
  }
}

type Outcome = { body: Json } | { done: 'no' | 'maybe'; reason: string; retryAfterMs: number };

async function once(connection: Connection, call: Call): Promise<Outcome> {
  let status: number;
  let text: string;
  let retryAfter: string | null;
  try {
    const response = await request(connection, call);
    [status, retryAfter, text] = [
      response.status,
      response.headers.get('retry-after'),
      await response.text(),
    ];
  } catch (error) {
    if (connection.signal.aborted) throw new Cancelled();
    return { done: 'maybe', reason: reasonOf(error), retryAfterMs: 0 };
  }
  const retryAfterMs = Math.min(Number(retryAfter ?? 0) || 0, 60) * 1_000;
  if (turnedAway.includes(status))
    return { done: 'no', reason: `${messageOf(text)} (${status})`, retryAfterMs };
  if (status >= 500) return { done: 'maybe', reason: `Neon answered ${status}`, retryAfterMs };
  if (status >= 400) throw refusal(call, status, messageOf(text));
  return parsed(text);
}

function request({ url, key, fetch, signal }: Connection, { method, path, body }: Call): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
  });
}

/** An answer cut off in the middle is no JSON, and counts as none. */
function parsed(text: string): Outcome {
  if (text === '') return { body: {} };
  try {
    return { body: JSON.parse(text) as Json };
  } catch {
    return { done: 'maybe', reason: 'the answer was not JSON', retryAfterMs: 0 };
  }
}

/** What to do next, by the status of a refusal. */
const advice: Readonly<Record<number, string>> = {
  402: 'Add a payment method in the Neon console (Billing), or ask for less.',
  403: 'Use a key that may do this: Neon console, Account settings, API keys.',
  404: 'It may have been deleted outside Pulumi: run `pulumi refresh`.',
  409: 'Choose another name, or take over what is there with `pulumi import`.',
  412: 'Change the setting of the project that it names.',
  422: 'Ask for less, or choose a larger plan in the Neon console (Billing).',
};

function refusal(call: Call, status: number, said: string): Refused {
  if (status === 401) {
    return new Refused(
      'Neon refuses the key in NEON_API_KEY (401): make one in the Neon console (Account settings, API keys) and set it.',
      401,
    );
  }
  const next = advice[status] ?? 'Change the input it names.';
  return new Refused(`${named(call)} was refused (${status}): ${said}. ${next}`, status);
}

function unanswered(call: Call, reason: string): Unanswered {
  return new Unanswered(
    `${named(call)} got no answer: ${reason}. Run \`pulumi up\` again; it finds what was done.`,
  );
}

function tooLong(call: Call, reason: string): NeonError {
  return new NeonError(
    `${named(call)} was turned away for ${patienceMs / 60_000} minutes: ${reason}. ` +
      'See what runs in the Neon console (Project, Operations), then run it again.',
  );
}

const named = ({ method, path }: Call): string => `Neon: ${method} ${path.split('?')[0]}`;

/** Error bodies are `{code, message, request_id?}`. */
function messageOf(text: string): string {
  try {
    const { message, code } = JSON.parse(text) as { message?: string; code?: string };
    return (message || code || 'no reason given').replace(/\.$/, '');
  } catch {
    return text.slice(0, 200) || 'no reason given';
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
