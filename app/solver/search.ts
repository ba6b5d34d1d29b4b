export interface SolveOptions {
  /** Longest search, in seconds; the best solution found by then is taken. */
  timeLimitSeconds: number;
  /** Ends the search when the optimum can be at most this share better, */
  relativeGap: number;
  /** or at most so much, in units of the objective (minor units). */
  absoluteGap: number;
}

/**
 * How plans are searched for people who wait: until the optimum is at most 0.2 % or one minor unit cheaper, else for
 * five seconds, half of what the web app's server waits for an answer.
 */
export const usualSearch: SolveOptions = { timeLimitSeconds: 5, relativeGap: 2e-3, absoluteGap: 1 };
