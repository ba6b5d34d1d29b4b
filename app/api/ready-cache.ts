import { ReadyBytes } from './ready-bytes.ts';

/** What a request URL is answered with. */
export interface Answer {
  /** Text of the type, or what becomes JSON. */
  body: object | string;
  /** Media type; JSON without it. */
  type?: string | undefined;
  /** How long it may be served, in milliseconds. */
  ttlMs: number;
}

interface Entry {
  zone: string;
  bytes: ReadyBytes;
}

interface Limits {
  entries: number;
  /** Of all entries together. */
  bytes: number;
}

/** A year of quarters is 2.7 MB; the hot answers of every zone together about 3 MB. */
const defaultLimits: Limits = { entries: 2_000, bytes: 32 * 1024 * 1024 };

/**
 * Ready answers of this process by request URL: a hit costs a look-up and a write. Each URL is made by one request
 * at a time. The entries made longest ago go when it is full.
 */
export class ReadyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #making = new Map<string, Promise<ReadyBytes>>();
  /** How often answers of a zone, or of all, were dropped: what was being made meanwhile is old already. */
  readonly #drops = { all: 0, byZone: new Map<string, number>() };
  /** Look-ups since the start, for the metrics. */
  readonly counts = { hit: 0, miss: 0 };

  constructor(
    readonly now: () => number = Date.now,
    readonly limits: Limits = defaultLimits,
  ) {}

  /** The answer of a URL while it may be served. */
  fresh(url: string): ReadyBytes | undefined {
    const bytes = this.#entries.get(url)?.bytes;
    if (!bytes || bytes.expiresMs <= this.now()) return undefined;
    this.counts.hit += 1;
    return bytes;
  }

  /** Makes the answer of a URL. Whoever asks for the same one meanwhile gets the same. */
  async make(url: string, zone: string, make: () => Promise<Answer>): Promise<ReadyBytes> {
    this.counts.miss += 1;
    const making =
      this.#making.get(url) ?? this.#make(url, zone, make).finally(() => this.#making.delete(url));
    this.#making.set(url, making);
    return making;
  }

  /** Forgets what was made for a zone, because its prices changed. */
  dropZone(zone: string): void {
    this.#drops.byZone.set(zone, (this.#drops.byZone.get(zone) ?? 0) + 1);
    for (const [url, entry] of this.#entries) if (entry.zone === zone) this.#entries.delete(url);
  }

  /** Forgets everything, because changes may have been missed. */
  dropAll(): void {
    this.#drops.all += 1;
    this.#entries.clear();
  }

  async #make(url: string, zone: string, make: () => Promise<Answer>): Promise<ReadyBytes> {
    const before = this.#dropsOf(zone);
    const { body, type, ttlMs } = await make();
    const bytes = new ReadyBytes(body, this.now() + ttlMs, type);
    if (this.#dropsOf(zone) === before) this.#keep(url, { zone, bytes });
    return bytes;
  }

  #dropsOf(zone: string): number {
    return this.#drops.all + (this.#drops.byZone.get(zone) ?? 0);
  }

  #keep(url: string, entry: Entry): void {
    this.#entries.delete(url);
    this.#entries.set(url, entry);
    let bytes = 0;
    for (const known of this.#entries.values()) bytes += known.bytes.size;
    for (const [oldest, known] of this.#entries) {
      if (this.#entries.size <= this.limits.entries && bytes <= this.limits.bytes) break;
      bytes -= known.bytes.size;
      this.#entries.delete(oldest);
    }
  }
}
