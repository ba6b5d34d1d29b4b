import { randomUUID } from 'node:crypto';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Role, SessionResponse } from '../../contract/accounts.ts';
import { insertAccount, updateStanding } from '../../db/accounts.ts';
import type { Database } from '../../db/pool.ts';
import type { Mail, Mailer } from '../../mail/index.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { TestApi } from './api.ts';

/** Accounts for integration tests of the API. */

export const password = 'correct horse battery staple';
let passwordHash: Promise<string> | null = null;
let made = 0;
/** Every account logs in from a home of its own, since logins from one address are limited. */
const addressOf = (index: number): string => `10.0.${(index >> 8) & 255}.${index & 255}`;

/** Keeps mails for the test to read. */
export class MailBox implements Mailer {
  readonly mails: Mail[] = [];

  async send(mail: Mail): Promise<void> {
    this.mails.push(mail);
  }

  /** The secret of the link in the newest mail to an address. */
  tokenFor(address: string): string | undefined {
    return /#([\w-]{43})/.exec(this.mails.findLast(({ to }) => to === address)?.text ?? '')?.[1];
  }
}

export interface TestAccount extends SessionResponse {
  id: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  /** Sends a request as this account. */
  as(options: InjectOptions): Promise<LightMyRequestResponse>;
}

/** Makes an account without the mail that registration sends, for whoever tries a running stack out. */
export async function accountWith(db: Database, email: string, word: string): Promise<void> {
  await insertAccount(db, { id: randomUUID(), email, passwordHash: await hashPassword(word) });
}

/** An account that is logged in, made without the mail and at the cost of one hash for all of them. */
export async function createAccount(api: TestApi, role: Role = 'user'): Promise<TestAccount> {
  passwordHash ??= hashPassword(password);
  const id = randomUUID();
  const email = `${id}@example.org`;
  await insertAccount(api.context.pool, { id, email, passwordHash: await passwordHash });
  if (role !== 'user') await updateStanding(api.context.pool, id, { role });
  return logIn(api, email, password, addressOf(made++));
}

/** @param from address that the login comes from */
export async function logIn(
  api: TestApi,
  email: string,
  word = password,
  from = '127.0.0.1',
): Promise<TestAccount> {
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email, password: word },
    remoteAddress: from,
  });
  if (response.statusCode !== 200) throw new Error(`The login answered ${response.body}`);
  const session = response.json<SessionResponse>();
  const { accessToken = '', refreshToken = '' } = session;
  return {
    ...session,
    id: session.account.id,
    email,
    accessToken,
    refreshToken,
    as: (options) =>
      api.app.inject({ ...options, headers: { ...options.headers, authorization: `Bearer ${accessToken}` } }),
  };
}

export const post = (
  { app }: TestApi,
  url: string,
  payload: object,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url, payload, headers });
