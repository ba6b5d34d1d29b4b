import type { Zone } from '../contract/http.ts';
import { FeedError } from './feed.ts';

/**
 * One request to the ENTSO-E transparency platform. Unlike other feeds it says in an XML document what was wrong with
 * a request, with status 200 as well as 400, so both are answers to read; its address holds the token and never
 * appears in a message.
 */

const feed = 'entsoe';
/** A month of quarters in three series is about 1 MB. */
const maxBodyBytes = 16 * 1024 * 1024;

/**
 * @returns the text of an answer that came with status 200 or 400
 * @throws FeedError for any other status and when nothing came
 * @throws the signal's reason when the caller gave up
 */
export async function getDocument(url: URL, zone: Zone, signal: AbortSignal): Promise<string> {
  try {
    const headers = { accept: 'application/xml, text/xml', 'user-agent': 'electricity-optimizer' };
    // A redirect would hand the token to another host.
    const response = await fetch(url, { signal, headers, redirect: 'error' });
    if (response.ok || response.status === 400) return await bodyOf(response, zone);
    await response.body?.cancel();
    throw refusal(response, zone);
  } catch (error) {
    if (error instanceof FeedError) throw error;
    if (signal.aborted) throw signal.reason;
    throw new FeedError(
      feed,
      'unreachable',
      `${feed} could not be reached for ${zone.id}: ${codeOf(error)}.`,
    );
  }
}

async function bodyOf(response: Response, zone: Zone): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new FeedError(
        feed,
        'nonsense',
        `${feed} answered for ${zone.id} with more than ${maxBodyBytes} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(response: Response, zone: Zone): FeedError {
  const { status } = response;
  const message = `${feed} answered for ${zone.id} with status ${status}`;
  if (status === 401 || status === 403) {
    return new FeedError(feed, 'refused', `${message}: it does not take the token of ENTSOE_TOKEN.`);
  }
  if (status === 429) return new FeedError(feed, 'rate-limited', `${message}.`, secondsToWait(response));
  // In its outages of 2026 the platform answered 404 as well as 503; days that are not there are no 404 here.
  const isOutage = status >= 500 || status === 404;
  return new FeedError(feed, isOutage ? 'unreachable' : 'refused', `${message}.`, retryAfter(response));
}

/** More than 400 requests a minute lock an address out for ten minutes; the answer does not always say so. */
const secondsToWait = (response: Response): number => retryAfter(response) ?? 600;

function retryAfter(response: Response): number | null {
  const text = response.headers.get('retry-after')?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Only the code of the system: a message might quote the address, and with it the token. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection failed';
}
