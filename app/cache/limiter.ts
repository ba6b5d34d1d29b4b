/** What is left after a take. */
export interface Allowance {
  allowed: boolean;
  remaining: number;
  /** Seconds until all is given back. */
  resetSeconds: number;
}

/** So many takes per key within so many seconds, counted for all processes together where they share a store. */
export interface Limiter {
  readonly points: number;
  readonly seconds: number;
  /** Never fails: while the shared store is away each process counts by itself. */
  take(key: string): Promise<Allowance>;
  /** Gives everything back that was taken of a key. */
  reset(key: string): Promise<void>;
}

/** The part of rate-limiter-flexible that both of its stores have. */
interface Counter {
  consume(key: string): Promise<Counted>;
  delete(key: string): Promise<boolean>;
}
interface Counted {
  remainingPoints: number;
  msBeforeNext: number;
}

export function limiterOf(counter: Counter, points: number, seconds: number): Limiter {
  const allowance = (allowed: boolean, { remainingPoints, msBeforeNext }: Counted): Allowance => ({
    allowed,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.ceil(msBeforeNext / 1000),
  });
  return {
    points,
    seconds,
    take: (key) =>
      counter.consume(key).then(
        (counted) => allowance(true, counted),
        // The package rejects with the count when nothing is left.
        (counted: Counted) => allowance(false, counted),
      ),
    reset: async (key) => {
      await counter.delete(key).catch(() => {});
    },
  };
}
