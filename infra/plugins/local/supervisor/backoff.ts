/** Waiting times between restarts, in milliseconds: doubling from the first to the last. */
const firstDelayMs = 100;
const lastDelayMs = 30_000;
/** A process that worked this long has earned a fresh start. */
const steadyMs = 10_000;

/** Decides how long to wait before a process is started again. */
export class Backoff {
  #failures = 0;

  /** @param aliveMs how long the process had been running when it ended */
  delayAfterExit(aliveMs: number): number {
    if (aliveMs >= steadyMs) this.#failures = 0;
    const delay = Math.min(lastDelayMs, firstDelayMs * 2 ** this.#failures);
    this.#failures += 1;
    return delay;
  }
}
