/** Where the API answers a path with a query; one home for it, as an answer that was asked for early is found by it. */
export function addressOf(path: string, query: Readonly<Record<string, string | number>> = {}): string {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return `/api/v1${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
}
