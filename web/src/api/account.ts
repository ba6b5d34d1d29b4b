import type {
  AccountResponse,
  ApiKeySummary,
  NewApiKeyResponse as NewApiKey,
  SessionResponse,
  SessionsResponse as Sessions,
} from '@eo/app/contract/accounts.ts';
import type { JobsResponse, StackResponse } from '@eo/app/contract/operations.ts';
import type { PlanResponse, StoredHousehold } from '@eo/app/contract/plan.ts';
import type { Static } from 'typebox';
import { language } from '../texts/translation.ts';
import type { PlanBody } from './client.ts';
import { ApiError, ask, errorOf, readAnswer } from './http.ts';

export type NewApiKeyResponse = Static<typeof NewApiKey>;
export type Session = Static<typeof Sessions>['sessions'][number];

/**
 * What needs an account. Tokens are in cookies that no script reads; a request that changes something says by a header that
 * it comes from this page.
 */

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    // Mails are written in it, which may be another than the browser's.
    'accept-language': language,
  };
  if (method !== 'GET') headers['x-csrf-protection'] = '1';
  if (body !== undefined) headers['content-type'] = 'application/json';
  return ask(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
}

let refreshing: Promise<boolean> | null = null;

/** One at a time: a refresh token is good for one use, and a second one would end the session. */
function refresh(): Promise<boolean> {
  refreshing ??= send('POST', '/auth/refresh', {})
    .then(({ ok }) => ok)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** The access token lasts for ten minutes: when it has ended, another is asked for once. */
export async function sendAsAccount(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await send(method, path, body, signal);
  if (response.status !== 401 || !(await refresh())) return response;
  return send(method, path, body, signal);
}

export const read = async <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  readAnswer<Answer>(await sendAsAccount('GET', path, undefined, signal));

/** Answers that say nothing but that it was done. */
export async function done(response: Response): Promise<void> {
  if (!response.ok) throw errorOf(response, await response.json().catch(() => null));
}

/** Registration and login; each rejects with an ApiError whose message is for people. */
export const access = {
  register: async (email: string, password: string): Promise<void> =>
    done(await send('POST', '/auth/register', { email, password })),
  confirm: async (token: string): Promise<void> => done(await send('POST', '/auth/confirm', { token })),
  forget: async (email: string): Promise<void> =>
    done(await send('POST', '/auth/password/forgot', { email })),
  reset: async (token: string, password: string): Promise<void> =>
    done(await send('POST', '/auth/password/reset', { token, password })),
  logIn: async (email: string, password: string): Promise<AccountResponse> => {
    const body = { email, password, delivery: 'cookie' };
    return (await readAnswer<SessionResponse>(await send('POST', '/auth/login', body))).account;
  },
  logOut: async (): Promise<void> => done(await sendAsAccount('POST', '/auth/logout')),
};

/** The own account; each rejects with an ApiError, `unauthorized` when nobody is logged in. */
export const account = {
  read: () => read<AccountResponse>('/account'),
  sessions: async (): Promise<Session[]> =>
    (await read<{ sessions: Session[] }>('/account/sessions')).sessions,
  endOtherSessions: async (): Promise<void> => done(await sendAsAccount('DELETE', '/account/sessions')),
  keys: async (): Promise<ApiKeySummary[]> =>
    (await read<{ apiKeys: ApiKeySummary[] }>('/account/api-keys')).apiKeys,
  makeKey: async (name: string, scopes: readonly string[]): Promise<NewApiKeyResponse> =>
    readAnswer(await sendAsAccount('POST', '/account/api-keys', { name, scopes })),
  revokeKey: async (id: string): Promise<void> =>
    done(await sendAsAccount('DELETE', `/account/api-keys/${id}`)),
  changePassword: async (password: string, newPassword: string): Promise<void> =>
    done(await sendAsAccount('POST', '/account/password', { password, newPassword })),
  export: async (): Promise<Blob> => {
    const response = await sendAsAccount('GET', '/account/export');
    if (!response.ok) throw new ApiError('internal-error', `The server answered ${response.status}.`);
    return response.blob();
  },
  delete: async (password: string): Promise<void> =>
    done(await sendAsAccount('DELETE', '/account', { password })),
};

/** What an operator reads of the stack. */
export const operations = {
  stack: (signal: AbortSignal) => read<StackResponse>('/operations/stack', signal),
  /** A week has fewer, so that the last run of a weekly job is among them. */
  jobs: (signal: AbortSignal) => read<JobsResponse>('/operations/jobs?limit=100', signal),
};

/** What the account plans with; each rejects with an ApiError. */
export const household = {
  /** Null when nothing is stored. */
  read: () => read<StoredHousehold>('/account/household').catch(nullWhenMissing),
  store: async (request: PlanBody): Promise<void> =>
    done(await sendAsAccount('PUT', '/account/household', request)),
  forget: async (): Promise<void> => done(await sendAsAccount('DELETE', '/account/household')),
  /** Of what is stored, from now on. */
  plan: (signal: AbortSignal) => read<PlanResponse>('/account/household/plan', signal),
};

function nullWhenMissing(error: unknown): null {
  if (error instanceof ApiError && error.code === 'not-found') return null;
  throw error;
}
