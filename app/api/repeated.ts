/** A turn: does what is due, and says in how many milliseconds the next one is. */
export type Turn = (signal: AbortSignal) => Promise<number>;

/** Pauses after turns that failed: they double from the first to the longest, in milliseconds. */
export interface RetryPauses {
  firstMs: number;
  longestMs: number;
}

/** Takes turns, one after the other, until it is stopped. A turn that fails is tried again. */
export class Repeated {
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isTurning = false;
  #failures = 0;
  /** Asked for during a turn: the next one is to come so soon. */
  #soonMs: number | null = null;

  /** @param onError hears why a turn failed */
  constructor(
    readonly turn: Turn,
    readonly retry: RetryPauses,
    readonly onError: (error: unknown) => void,
  ) {}

  /** @param inMs when the first turn is */
  start(inMs = 0): void {
    this.#sleep(inMs);
  }

  /** Takes the next turn soon, however long it would have waited. */
  wake(soonMs: number): void {
    if (this.#isTurning) this.#soonMs = soonMs;
    else if (this.#timer) this.#sleep(soonMs);
  }

  /** Ends the running turn, too. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The API stops.'));
    clearTimeout(this.#timer);
    await this.#running;
  }

  #sleep(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, ms);
  }

  async #run(): Promise<void> {
    this.#isTurning = true;
    const pauseMs = await this.#taken();
    this.#isTurning = false;
    this.#sleep(this.#soonMs ?? pauseMs);
    this.#soonMs = null;
  }

  async #taken(): Promise<number> {
    try {
      const pauseMs = await this.turn(this.#stop.signal);
      this.#failures = 0;
      return pauseMs;
    } catch (error) {
      if (!this.#stop.signal.aborted) this.onError(error);
      return Math.min(this.retry.longestMs, this.retry.firstMs * 2 ** this.#failures++);
    }
  }
}
