import { SyncError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** How a service that is spoken to over HTTP wants to be asked. */
export interface Manners {
  /** For messages: "Notion", "GitHub". */
  name: string;
  clock: Clock;
  /** Waits until the next call may be made. */
  pace: (call: Call) => Promise<void>;
  /** Whether an answer means "later", and in how many milliseconds (null: the usual pause). */
  later: (answer: Answer) => number | null | false;
  /** Whether doing it twice is the same as doing it once: what is not is never repeated on an unknown outcome. */
  isRepeatable: (call: Call) => boolean;
  /** How long an answer may take; default 30 s. */
  timeoutMs?: number;
}

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** The part of `fetch` that both vendors' clients need. */
export type PoliteFetch = (
  url: string,
  init?: { method?: string; headers?: Record<string, string>; body?: unknown },
) => Promise<Response>;

const attempts = 6;
const usualTimeoutMs = 30_000;
/** A service that wants to be left alone for longer is left to the next run. */
const longestPauseMs = 120_000;

/**
 * A `fetch` that keeps a service's pace. An answer that says "later" is asked again (nothing was done); one that was
 * lost on the way, or broke, is asked again only when that does no harm.
 *
 * @throws SyncError `unavailable` when there is no usable answer after six attempts
 */
export function politeFetch(manners: Manners): PoliteFetch {
  return async (url, init = {}) => {
    const call: Call = {
      method: init.method ?? 'GET',
      url,
      headers: init.headers ?? {},
      body: typeof init.body === 'string' ? init.body : undefined,
    };
    let problem = '';
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await manners.pace(call);
      const answer = await send(call, manners.timeoutMs ?? usualTimeoutMs);
      const verdict = judge(manners, call, answer);
      if (verdict === 'use' && 'status' in answer) return responseOf(answer);
      problem = 'status' in answer ? `it answered ${answer.status}` : answer.problem;
      if (verdict === 'give up' || attempt === attempts) break;
      await manners.clock.sleep(typeof verdict === 'number' ? verdict : usualPauseMs(attempt));
    }
    throw new SyncError(
      'unavailable',
      `${manners.name} cannot be used right now (${problem}). Nothing is lost: the next run goes on from here.`,
    );
  };
}

type Verdict = 'use' | 'give up' | 'again' | number;

function judge(manners: Manners, call: Call, answer: Answer | { problem: string }): Verdict {
  if ('status' in answer) {
    const pauseMs = manners.later(answer);
    if (typeof pauseMs === 'number') return pauseMs > longestPauseMs ? 'give up' : pauseMs;
    if (pauseMs === null) return 'again';
    if (answer.status < 500) return 'use';
  }
  return manners.isRepeatable(call) ? 'again' : 'give up';
}

/** 1, 2, 4 … seconds, a quarter more or less, so that many do not come back at once. */
const usualPauseMs = (attempt: number): number => 500 * 2 ** attempt * (0.75 + Math.random() / 2);

async function send(
  { method, url, headers, body }: Call,
  timeoutMs: number,
): Promise<Answer | { problem: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    return { problem: reason(error, timeoutMs) };
  }
}

const responseOf = ({ status, headers, text }: Answer): Response =>
  new Response(text === '' ? null : text, { status, headers });

function reason(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? 'no answer';
}

/** Milliseconds of a `Retry-After` header in seconds; null when there is none. */
export function retryAfterMs({ headers }: Answer): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
