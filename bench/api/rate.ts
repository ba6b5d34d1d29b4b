import autocannon from 'autocannon';

/** How long one measurement takes. */
export const roundSeconds = 4;
export const connections = 32;

/**
 * Answers a second, asking some addresses of one server in turn.
 *
 * @throws Error when an answer is not a 2xx, or a connection breaks
 */
export async function rateOf(
  url: string,
  paths: readonly string[] = [],
  headers: Record<string, string> = {},
): Promise<number> {
  const requests = paths.map((path) => ({ path }));
  const result = await autocannon({
    url,
    connections,
    duration: roundSeconds,
    headers,
    ...(requests.length > 0 && { requests }),
  });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${url} answered ${result.non2xx} errors and broke ${result.errors} connections.`);
  }
  return result.requests.average;
}
