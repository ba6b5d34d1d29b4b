import type { Zone } from '../contract/http.ts';
import { FeedError } from './feed.ts';

/** Ten years of quarters in JSON are about 8 MB; what is longer is not an answer to our question. */
const maxBodyBytes = 16 * 1024 * 1024;

/** What a request is about, for messages and error kinds. */
export interface FeedRequest {
  feed: string;
  zone: Zone;
  signal: AbortSignal;
}

/**
 * Gets a JSON document from a feed.
 *
 * @throws FeedError for anything but a JSON body with status 200; never retries
 * @throws the signal's reason when the caller gave up
 */
export async function getJson(url: URL, request: FeedRequest): Promise<unknown> {
  const response = await send(url, request);
  if (!response.ok) {
    await response.body?.cancel();
    throw refusal(response, request);
  }
  const text = await bodyOf(response, request);
  try {
    return JSON.parse(text);
  } catch {
    const shown = JSON.stringify(text.slice(0, 40));
    throw new FeedError(
      request.feed,
      'nonsense',
      `${request.feed} answered for ${request.zone.id} with something that is not JSON (${text.length} characters, starting ${shown}).`,
    );
  }
}

async function send(url: URL, request: FeedRequest): Promise<Response> {
  try {
    const headers = { accept: 'application/json', 'user-agent': 'electricity-optimizer' };
    return await fetch(url, { signal: request.signal, headers });
  } catch (error) {
    throw unreachable(error, request);
  }
}

async function bodyOf(response: Response, request: FeedRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreachable(error, request);
  }
  if (bytes <= maxBodyBytes) return Buffer.concat(chunks).toString('utf8');
  throw new FeedError(
    request.feed,
    'nonsense',
    `${request.feed} answered for ${request.zone.id} with more than ${maxBodyBytes} bytes.`,
  );
}

function unreachable(error: unknown, { feed, zone, signal }: FeedRequest): unknown {
  if (signal.aborted) return signal.reason;
  return new FeedError(
    feed,
    'unreachable',
    `${feed} could not be reached for ${zone.id}: ${causeOf(error)}.`,
  );
}

/** `fetch failed` says nothing; the system's code or sentence is in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown }).code;
  if (typeof code === 'string') return code;
  return cause instanceof Error ? cause.message : String(cause);
}

function refusal(response: Response, { feed, zone }: FeedRequest): FeedError {
  const { status } = response;
  const retryAfter = retryAfterSeconds(response);
  const wait = retryAfter === null ? '' : `, to be asked again in ${retryAfter} s`;
  const message = `${feed} answered for ${zone.id} with status ${status}${wait}.`;
  if (status === 429) return new FeedError(feed, 'rate-limited', message, retryAfter);
  // An API without content says so in JSON; a page in HTML means that the address is wrong.
  const isJson = response.headers.get('content-type')?.includes('json');
  if (status === 404 && isJson) return new FeedError(feed, 'no-data', message);
  return new FeedError(feed, status >= 500 ? 'unreachable' : 'refused', message, retryAfter);
}

/** `Retry-After` in seconds or as a date, which is taken against the server's own clock. */
function retryAfterSeconds(response: Response): number | null {
  const text = response.headers.get('retry-after')?.trim();
  if (!text) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const until = Date.parse(text);
  const now = Date.parse(response.headers.get('date') ?? '');
  return Number.isFinite(until - now) ? Math.max(0, Math.ceil((until - now) / 1000)) : null;
}
