/** A refusal: the status, the vendor's code where one was seen, and its message. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
  ) {
    super(message);
  }
}

export interface Call<State> {
  state: State;
  /** Parts of the path by the names in the route's pattern. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** One operation of an API; `pattern` is a path of its specification, e.g. `/projects/{project_id}`. */
export interface Route<State> {
  method: string;
  pattern: string;
  handle: (call: Call<State>) => Answer;
}

export const route = <State>(line: string, handle: Route<State>['handle']): Route<State> => {
  const [method = '', pattern = ''] = line.split(' ');
  return { method, pattern, handle };
};

/** The first route that matches; a route of fixed parts must stand before one with a parameter in their place. */
export function findRoute<State>(
  routes: readonly Route<State>[],
  method: string,
  path: string,
): { found: Route<State>; params: Record<string, string> } {
  for (const found of routes) {
    const params = found.method === method ? matchPath(found.pattern, path) : null;
    if (params) return { found, params };
  }
  throw new Refusal(404, `${method} ${path} is not part of what the emulator does`);
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith('{')) params[part.slice(1, -1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

/** A part of the path that the pattern is known to have. */
export function param(call: Call<unknown>, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Refusal(500, `the route has no part ${name}`);
  return value;
}

/** The object inside a request body, e.g. `project` of `{project: {…}}`. */
export function part(call: Call<unknown>, name: string): Record<string, unknown> {
  return (call.body[name] as Record<string, unknown> | undefined) ?? {};
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
