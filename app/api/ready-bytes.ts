import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Encoding = 'br' | 'gzip';

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
};
/** Shorter answers fit into one packet anyway. */
const worthCompressing = 1_000;

/** An answer in every form it is sent in; each form is made once, when it is first asked for. */
export class ReadyBytes {
  readonly identity: Buffer;
  readonly #headers: Record<string, string>;
  readonly #encoded: Partial<Record<Encoding, Buffer>> = {};

  /**
   * @param body text as it is; anything else becomes JSON
   * @param expiresMs Unix milliseconds; until then it may be served, and clients may keep it
   * @param type media type without its charset
   */
  constructor(
    body: unknown,
    public expiresMs: number,
    type = 'application/json',
  ) {
    this.identity = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const hash = createHash('sha256').update(this.identity).digest('base64url').slice(0, 22);
    this.#headers = {
      // Weak, because it stands for every encoding of the answer.
      etag: `W/"${hash}"`,
      vary: 'accept-encoding',
      'content-type': `${type}; charset=utf-8`,
    };
  }

  /** Bytes in memory. */
  get size(): number {
    const { br, gzip } = this.#encoded;
    return this.identity.length + (br?.length ?? 0) + (gzip?.length ?? 0);
  }

  /** Sends it in the best form that the client takes; 304 when it has it already. */
  send(request: FastifyRequest, reply: FastifyReply, nowMs: number): FastifyReply | Promise<FastifyReply> {
    const { headers } = request;
    const maxAge = Math.max(0, Math.floor((this.expiresMs - nowMs) / 1000));
    reply.headers(this.#headers).header('cache-control', `public, max-age=${maxAge}`);
    if (isKnown(headers['if-none-match'], this.#headers.etag ?? '')) return reply.code(304).send();
    const encoding =
      this.identity.length < worthCompressing ? null : bestEncoding(headers['accept-encoding']);
    if (!encoding) return reply.send(this.identity);
    reply.header('content-encoding', encoding);
    const bytes = this.#encoded[encoding];
    return bytes ? reply.send(bytes) : this.#encode(encoding).then((made) => reply.send(made));
  }

  async #encode(encoding: Encoding): Promise<Buffer> {
    const made = await compress[encoding](this.identity);
    this.#encoded[encoding] = made;
    return made;
  }
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  const strong = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((given) => given.trim().replace(/^W\//, '') === strong);
}

/** @param accepted `Accept-Encoding`; a form with `q=0` is refused */
export function bestEncoding(accepted: string | string[] | undefined): Encoding | null {
  if (typeof accepted !== 'string') return null;
  const taken = accepted
    .split(',')
    .filter((item) => !/;\s*q=0(\.0*)?\s*$/.test(item))
    .map((item) => item.split(';')[0]?.trim().toLowerCase());
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : null;
}
