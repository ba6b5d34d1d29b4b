/** GitHub's REST API, as the stand-in needs it. */
export interface Github {
  owner: string;
  /** The body of the answer; null for 404, where that is an answer. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown> | null>;
}

/** @param env `GITHUB_TOKEN`, `GITHUB_OWNER` and `GITHUB_BASE_URL`, as the real plugin reads them */
export function connect(env: NodeJS.ProcessEnv): Github {
  const base = (env.GITHUB_BASE_URL || 'https://api.github.com').replace(/\/+$/, '');
  return {
    owner: env.GITHUB_OWNER ?? '',
    call: async (method, path, body) => {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${env.GITHUB_TOKEN}`,
          accept: 'application/vnd.github+json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status === 404 && method !== 'POST' && method !== 'PUT') return null;
      if (!response.ok) throw new Error(`${method} ${base}${path}: ${response.status} ${text}`);
      return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    },
  };
}
