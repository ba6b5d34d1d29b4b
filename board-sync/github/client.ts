import { SyncError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { makePace } from '../http/pace.ts';
import { type Answer, politeFetch, retryAfterMs } from '../http/polite-fetch.ts';

/** GitHub's GraphQL API. */
export interface GithubClient {
  /**
   * Asks a query or makes a mutation; the document says which.
   *
   * @throws SyncError for what people can mend; `item-refused` for the rest
   */
  ask: <T>(document: string, variables: Record<string, unknown>) => Promise<T>;
}

export interface GithubOptions {
  token: string;
  /** `https://api.github.com/graphql`, or what `GITHUB_GRAPHQL_URL` says. */
  url: string;
  clock: Clock;
}

/** GitHub asks for at least a second between changes; reading is bounded by points, five thousand an hour. */
const changesPerSecond = 1;
const readsPerSecond = 5;

interface GraphqlError {
  type?: string;
  message: string;
}

export function githubClient({ token, url, clock }: GithubOptions): GithubClient {
  const change = makePace(clock, changesPerSecond);
  const read = makePace(clock, readsPerSecond, 5);
  const isChange = (body: string | undefined): boolean => /^\{"query":"mutation/.test(body ?? '');
  const makesNew = (body: string | undefined): boolean =>
    /^\{"query":"mutation (AddDraft|CreateField)/.test(body ?? '');
  const fetch = politeFetch({
    name: 'GitHub',
    clock,
    pace: ({ body }) => (isChange(body) ? change() : read()),
    later: (answer) => laterMs(answer, clock),
    isRepeatable: ({ body }) => !makesNew(body),
  });
  return {
    async ask<T>(document: string, variables: Record<string, unknown>) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'user-agent': 'electricity-optimizer-board-sync',
        },
        body: JSON.stringify({ query: document.trim(), variables }),
      });
      const { data, errors } = (await response.json().catch(() => ({}))) as {
        data?: T;
        errors?: GraphqlError[];
      };
      if (response.status !== 200) throw refusal(response.status, []);
      if (errors?.length || !data) throw refusal(200, errors ?? []);
      return data;
    },
  };
}

/**
 * GitHub has two limits: the points of an hour (an error of type RATE_LIMITED, and when they are renewed) and a second
 * one against haste (403 or 429, with or without Retry-After).
 */
function laterMs(answer: Answer, clock: Clock): number | null | false {
  const outOfPoints =
    answer.headers.get('x-ratelimit-remaining') === '0' && /RATE_LIMITED|rate limit/i.test(answer.text);
  if (outOfPoints) {
    const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000;
    return Number.isFinite(reset) ? Math.max(1000, reset - clock.now()) : null;
  }
  const hasty = answer.status === 429 || (answer.status === 403 && /secondary rate limit/i.test(answer.text));
  return hasty ? (retryAfterMs(answer) ?? 60_000) : false;
}

function refusal(status: number, errors: readonly GraphqlError[]): SyncError {
  const types = errors.map(({ type }) => type);
  const message = errors.map((error) => error.message).join('; ') || `status ${status}`;
  if (status === 401) {
    return new SyncError(
      'token-wrong',
      'GitHub does not accept GITHUB_TOKEN. Make a new one at https://github.com/settings/tokens with the scopes repo and project.',
    );
  }
  if (status === 403 || types.includes('INSUFFICIENT_SCOPES') || types.includes('FORBIDDEN')) {
    return new SyncError(
      'token-scope',
      `GITHUB_TOKEN may not do this (${message.slice(0, 200)}). Give it the scopes repo and project; the token of GitHub Actions reaches no project.`,
    );
  }
  if (types.includes('NOT_FOUND')) return new SyncError('not-found', `GitHub has no such thing: ${message}`);
  return new SyncError('item-refused', `GitHub refused: ${message.slice(0, 300)}`);
}
