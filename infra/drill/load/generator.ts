import autocannon from 'autocannon';

/** What became of requests at a constant rate. */
export interface Attack {
  /** Requests a second that were to be sent, and that were answered. */
  asked: number;
  answered: number;
  /** Milliseconds; what had to wait for its turn to be sent counts from when it should have been. */
  p50: number;
  p99: number;
  /** Answers that say that the server is at fault, but for those that turn callers away. */
  failed: number;
  /** Answers 429 and 503: the server protects itself. */
  turnedAway: number;
  /** Connections that broke, and requests without an answer. */
  broken: number;
}

/** Each connection sends in its turn; many of them at a low rate would send all at once. */
const connectionsFor = (rate: number): number => Math.min(64, Math.max(1, Math.ceil(rate / 20)));

/**
 * Sends requests to a server on this machine at a constant rate, whether or not it keeps up.
 *
 * @param paths asked in turn
 * @throws Error for a server that is not on this machine
 */
export async function attack(
  url: string,
  paths: readonly string[],
  rate: number,
  seconds: number,
): Promise<Attack> {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname))
    throw new Error(`${url} is not on this machine; load is for stacks of this machine alone.`);
  const result = await autocannon({
    url,
    connections: connectionsFor(rate),
    overallRate: rate,
    duration: seconds,
    timeout: 10,
    requests: paths.map((path) => ({ path })),
  });
  const counts = Object.entries(result.statusCodeStats ?? {}).map(
    ([code, { count = 0 }]) => [Number(code), count] as const,
  );
  const sum = (of: (code: number) => boolean): number =>
    counts.filter(([code]) => of(code)).reduce((total, [, count]) => total + count, 0);
  const isTurnedAway = (code: number): boolean => code === 429 || code === 503;
  return {
    asked: rate,
    answered: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: sum((code) => code >= 500 && !isTurnedAway(code)),
    turnedAway: sum(isTurnedAway),
    broken: result.errors + result.timeouts + result.resets,
  };
}
