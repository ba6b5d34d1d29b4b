/** A clock that runs with the database's, and can be put forward. */
export class TestClock {
  #aheadMs = 0;

  /** Unix milliseconds. */
  readonly now = (): number => Date.now() + this.#aheadMs;

  forward(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
