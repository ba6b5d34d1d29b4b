/** Which replica of the API takes the next request: round robin, passing over one that failed for a while. */
export class Replicas {
  readonly #urls: readonly string[];
  readonly #restMs: number;
  readonly #now: () => number;
  readonly #restUntil = new Map<string, number>();
  #turn = 0;

  constructor(urls: readonly string[], restMs = 2_000, now: () => number = Date.now) {
    this.#urls = urls;
    this.#restMs = restMs;
    this.#now = now;
  }

  /** The number of tries a request is worth: every replica once, and a single one twice for a socket that went stale. */
  get tries(): number {
    return Math.max(2, this.#urls.length);
  }

  /** The replica to try next; one not tried yet where there is one, else any: an answer is worth asking again. */
  next(tried: readonly string[] = []): string {
    const fresh = this.#urls.filter((url) => !tried.includes(url));
    const untried = fresh.length > 0 ? fresh : this.#urls;
    const awake = untried.filter((url) => (this.#restUntil.get(url) ?? 0) <= this.#now());
    const pool = awake.length > 0 ? awake : untried;
    this.#turn += 1;
    return pool[this.#turn % pool.length] ?? '';
  }

  /** Notes that a replica did not answer, so that the next requests go elsewhere first. */
  rest(url: string): void {
    this.#restUntil.set(url, this.#now() + this.#restMs);
  }
}
