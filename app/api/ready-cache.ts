import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../db/unavailable.ts';

/** An answer in every form it is sent in, made once. */
export interface ReadyBytes {
  zone: string;
  etag: string;
  identity: Buffer;
  gzip: Buffer;
  brotli: Buffer;
  expiresMs: number;
  body: Cacheable;
}

interface Cacheable {
  zone: string;
  freshness: { stale: boolean };
}

const maxEntries = 2_000;
/** An answer from before the database went away is served this long, marked stale. */
const keepStaleMs = 24 * 3600_000;
const retryMs = 2_000;

/**
 * Ready answers of this process by request URL: a hit costs a look-up and a write. Each URL is made by one request
 * at a time; when the database is away the last answer goes out marked stale. The least recently made entries go
 * when it is full.
 */
export class ReadyCache {
  readonly #entries = new Map<string, ReadyBytes>();
  readonly #making = new Map<string, Promise<ReadyBytes>>();
  /** Counts of look-ups, for the metrics. */
  readonly counts = { hit: 0, miss: 0, stale: 0 };

  constructor(readonly now: () => number = Date.now) {}

  /** The fresh entry of a URL, if there is one. */
  fresh(url: string): ReadyBytes | undefined {
    const entry = this.#entries.get(url);
    if (!entry || entry.expiresMs <= this.now()) return undefined;
    this.counts.hit += 1;
    return entry;
  }

  /**
   * The entry of a URL, made when it is missing or too old.
   *
   * @param make the body and how long it may be served, in milliseconds
   */
  async get<Body extends Cacheable>(
    url: string,
    make: () => Promise<{ body: Body; ttlMs: number }>,
  ): Promise<ReadyBytes> {
    const known = this.fresh(url);
    if (known) return known;
    const making = this.#making.get(url) ?? this.#make(url, make).finally(() => this.#making.delete(url));
    this.#making.set(url, making);
    return making;
  }

  /** Forgets what was made for a zone, because its prices changed. */
  dropZone(zone: string): void {
    for (const entry of this.#entries.values()) if (entry.zone === zone) entry.expiresMs = 0;
  }

  /** Forgets everything, because changes may have been missed. */
  dropAll(): void {
    for (const entry of this.#entries.values()) entry.expiresMs = 0;
  }

  async #make(url: string, make: () => Promise<{ body: Cacheable; ttlMs: number }>): Promise<ReadyBytes> {
    this.counts.miss += 1;
    try {
      const { body, ttlMs } = await make();
      return this.#keep(url, bytesOf(body, this.now() + ttlMs));
    } catch (error) {
      const old = this.#entries.get(url);
      if (!old || !isDatabaseUnavailable(error) || this.now() - old.expiresMs > keepStaleMs) throw error;
      this.counts.stale += 1;
      const body = { ...old.body, freshness: { ...old.body.freshness, stale: true } };
      return this.#keep(url, bytesOf(body, this.now() + retryMs));
    }
  }

  #keep(url: string, entry: ReadyBytes): ReadyBytes {
    this.#entries.delete(url);
    this.#entries.set(url, entry);
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}

function bytesOf(body: Cacheable, expiresMs: number): ReadyBytes {
  const identity = Buffer.from(JSON.stringify(body));
  return {
    zone: body.zone,
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    identity,
    gzip: gzipSync(identity, { level: 6 }),
    brotli: brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    expiresMs,
    body,
  };
}

/** Sends ready bytes in the best form that the client takes; 304 when it has them already. */
export function sendReady(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: ReadyBytes,
  nowMs: number,
): FastifyReply {
  const { headers } = request;
  const maxAge = Math.max(0, Math.min(60, Math.floor((entry.expiresMs - nowMs) / 1000)));
  reply.headers({ etag: entry.etag, 'cache-control': `public, max-age=${maxAge}`, vary: 'accept-encoding' });
  if (headers['if-none-match'] === entry.etag) return reply.code(304).send();
  reply.header('content-type', 'application/json; charset=utf-8');
  const accepted = headers['accept-encoding'] ?? '';
  if (typeof accepted === 'string' && accepted.includes('br')) {
    return reply.header('content-encoding', 'br').send(entry.brotli);
  }
  if (typeof accepted === 'string' && accepted.includes('gzip')) {
    return reply.header('content-encoding', 'gzip').send(entry.gzip);
  }
  return reply.send(entry.identity);
}
