import { randomUUID } from 'node:crypto';
import { type Account, readAccount, readCredentials } from '../../db/accounts.ts';
import {
  deleteOldSessions,
  insertRefreshToken,
  insertSession,
  revokeSessions,
  useRefreshToken,
} from '../../db/sessions.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Context } from '../context.ts';
import { take } from '../limits.ts';
import { ProblemError } from '../problem.ts';
import { matchesPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** How long a session lives at most; then its owner logs in again. */
export const sessionDays = 60;
/** Refresh tokens of ended sessions are told from unknown ones for this long. */
const rememberDays = 7;

/** What a login or a refresh hands out. */
export interface OpenSession {
  account: Account;
  tokens: { access: string; refresh: string };
}

/** Who asks. */
export interface Client {
  address: string;
  /** What it calls itself. */
  name: string;
}

/**
 * The same answer for an unknown address and a wrong password, after the same work.
 *
 * @throws ProblemError 401 when they do not belong together, 429 after too many tries
 */
export async function logIn(
  context: Context,
  email: string,
  password: string,
  client: Client,
): Promise<OpenSession> {
  const { pool, loginLimits, log } = context;
  const address = email.toLowerCase();
  await take(loginLimits.address, client.address);
  await take(loginLimits.account, address);
  const found = await readCredentials(pool, { email: address });
  const isRight = await matchesPassword(found?.passwordHash ?? null, password);
  if (!found || !isRight || found.account.disabled) {
    log.warn({ event: 'login-failed', accountId: found?.account.id ?? null }, 'a login failed');
    throw new ProblemError('unauthorized', 'The e-mail address or the password is wrong.');
  }
  await loginLimits.account.reset(address);
  return openSession(context, found.account, client);
}

export async function openSession(
  context: Context,
  account: Account,
  { name }: Client,
): Promise<OpenSession> {
  const { pool, log, accessTokens, now } = context;
  const sessionId = randomUUID();
  const refresh = newSecret();
  await inTransaction(pool, async (db) => {
    await deleteOldSessions(db, rememberDays);
    const session = { id: sessionId, accountId: account.id, client: name, lifetimeDays: sessionDays };
    await insertSession(db, session);
    await insertRefreshToken(db, hashSecret(refresh), sessionId);
  });
  log.info({ event: 'login', accountId: account.id, sessionId }, 'a session began');
  const access = await accessTokens.sign({ accountId: account.id, sessionId, epoch: account.epoch }, now());
  return { account, tokens: { access, refresh } };
}

/**
 * Exchanges a refresh token for new tokens. One that comes a second time was stolen, or its answer got lost: nobody
 * can tell, so the session ends, for the thief as for the owner.
 *
 * @throws ProblemError 401 when the token is not good
 */
export async function refreshSession(context: Context, token: string): Promise<OpenSession> {
  const { pool, standings, log, accessTokens, now } = context;
  const refresh = newSecret();
  const outcome = await inTransaction(pool, async (db) => {
    const used = await useRefreshToken(db, hashSecret(token));
    if (used.kind === 'good') await insertRefreshToken(db, hashSecret(refresh), used.sessionId);
    if (used.kind === 'reused') await revokeSessions(db, used.accountId, { only: used.sessionId });
    return used;
  });
  if (outcome.kind === 'reused') {
    await standings.end([outcome.sessionId]);
    const { accountId, sessionId } = outcome;
    log.warn(
      { event: 'refresh-reused', accountId, sessionId },
      'a refresh token came twice; the session was ended',
    );
  }
  if (outcome.kind !== 'good') throw new ProblemError('unauthorized', 'The session has ended. Log in again.');
  const { sessionId, standing } = outcome;
  const account = await readAccount(pool, standing.accountId);
  if (!account) throw new ProblemError('unauthorized', 'The session has ended. Log in again.');
  const access = await accessTokens.sign({ accountId: account.id, sessionId, epoch: account.epoch }, now());
  return { account, tokens: { access, refresh } };
}

/** Ends sessions of an account everywhere: one, all but one, or all. @returns how many */
export async function endSessions(
  { pool, standings, log }: Context,
  accountId: string,
  which: { only?: string; except?: string | null } = {},
): Promise<number> {
  const ids = await revokeSessions(pool, accountId, which);
  await standings.end(ids);
  if (ids.length > 0) log.info({ event: 'logout', accountId, sessions: ids.length }, 'sessions were ended');
  return ids.length;
}
