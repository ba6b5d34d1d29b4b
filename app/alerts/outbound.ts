import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Why a message did not go out by a channel; the text is for the household, and names no secret. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';

  /**
   * @param isFinal whether another attempt would end the same
   * @param status that the other side answered with; null when it did not answer
   */
  constructor(
    message: string,
    readonly isFinal: boolean,
    readonly status: number | null = null,
  ) {
    super(message);
  }
}

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Sends a POST to an address that a user gave. @throws DeliveryError unless it is answered with 2xx */
export type PostOut = (post: Post, signal: AbortSignal) => Promise<void>;

const timeoutMs = 10_000;
/** Answers that may be others the next time. */
const passing = new Set([408, 425, 429]);

/**
 * Posts to public addresses only: where a name leads is checked when the connection is made, so neither a literal
 * address, nor a name that means another one the next moment, reaches into the network we run in (OWASP SSRF
 * prevention). Follows no redirect, uses no proxy, and reads nothing of the answer but its status.
 *
 * @param allowPrivate for stacks on a household's own network
 */
export function createPostOut(allowPrivate: boolean): PostOut {
  const filter = { allowPrivateIPAddress: allowPrivate, allowMetaIPAddress: allowPrivate };
  const agents = {
    'http:': new RequestFilteringHttpAgent(filter),
    'https:': new RequestFilteringHttpsAgent(filter),
  };
  return async ({ url, headers, body }, signal) => {
    const { protocol } = new URL(url);
    if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivate))
      throw new DeliveryError('The address must begin with https://.', true);
    const request = protocol === 'https:' ? httpsRequest : httpRequest;
    const status = await new Promise<number>((resolve, reject) => {
      const options = { method: 'POST', headers, agent: agents[protocol], signal, timeout: timeoutMs };
      const call = request(url, options, (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
      // The timeout of a request only counts while nothing at all happens.
      const slow = setTimeout(() => call.destroy(new Error('timeout')), timeoutMs);
      call.on('timeout', () => call.destroy(new Error('timeout')));
      call.on('close', () => clearTimeout(slow));
      call.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
      call.end(body);
    });
    if (status < 200 || status > 299)
      throw new DeliveryError(
        `The address answered ${status}.`,
        status < 500 && !passing.has(status),
        status,
      );
  };
}

/** What a connection failed of is told by its code only: the text may name addresses inside our network. */
function failureOf(error: NodeJS.ErrnoException): DeliveryError {
  if (/is not allowed/.test(error.message))
    return new DeliveryError('The address does not lead to the public Internet.', true);
  if (error.message === 'timeout') return new DeliveryError('The address did not answer in time.', false);
  return new DeliveryError(`The address could not be reached (${error.code ?? 'unknown reason'}).`, false);
}
