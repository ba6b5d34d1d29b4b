import { randomUUID } from 'node:crypto';
import type { Language } from '../../contract/languages.ts';
import { type Account, insertAccount, readCredentials, updatePassword } from '../../db/accounts.ts';
import { insertMailToken, type MailToken, takeMailToken } from '../../db/mail-tokens.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Mail, Mailer } from '../../mail/index.ts';
import type { Context } from '../context.ts';
import { take } from '../limits.ts';
import { ProblemError } from '../problem.ts';
import { endSessions } from './logins.ts';
import {
  alreadyRegisteredMail,
  confirmMail,
  linkMinutes,
  passwordChangedMail,
  resetMail,
} from './mails/index.ts';
import { hashPassword, refuseWeakPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** Who asks for a mail. */
export interface Asker {
  /** Address that it asks from. */
  from: string;
  /** That it would rather read. */
  language: Language;
}

/**
 * Begins a registration: the account is made when the address is confirmed, so nobody can take another's address.
 * Answers the same, after the same work, whether or not there is such an account.
 *
 * @throws ProblemError when the password is weak, or this stack sends no mail
 */
export async function register(
  context: Context,
  address: string,
  password: string,
  { from, language }: Asker,
): Promise<void> {
  const mailer = mailerOf(context);
  const email = address.toLowerCase();
  refuseWeakPassword(password, email);
  await take(context.loginLimits.address, from);
  await take(context.loginLimits.mail, email);
  const passwordHash = await hashPassword(password);
  const isKnown = (await readCredentials(context.pool, { email })) !== null;
  const token = await keepToken(context, { purpose: 'register', email, passwordHash }, linkMinutes.register);
  const mail = isKnown
    ? alreadyRegisteredMail(email, language, context.publicUrl)
    : confirmMail(email, language, context.publicUrl, token);
  sendLater(context, mailer, mail);
}

/**
 * Ends a registration.
 *
 * @throws ProblemError 422 when the link is used, too old or made up
 */
export async function confirmRegistration(context: Context, token: string): Promise<Account> {
  const { pool, log } = context;
  const registration = await takeMailToken(pool, hashSecret(token), 'register');
  const account =
    registration?.passwordHash &&
    (await insertAccount(pool, {
      id: randomUUID(),
      email: registration.email,
      passwordHash: registration.passwordHash,
    }));
  if (!account) throw expired('Register again.');
  log.info({ event: 'registered', accountId: account.id }, 'an account was made');
  return account;
}

/** Begins a change of a forgotten password. Answers the same whether or not there is such an account. */
export async function forgetPassword(
  context: Context,
  address: string,
  { from, language }: Asker,
): Promise<void> {
  const mailer = mailerOf(context);
  const email = address.toLowerCase();
  await take(context.loginLimits.address, from);
  await take(context.loginLimits.mail, email);
  const found = await readCredentials(context.pool, { email });
  const token = await keepToken(
    context,
    { purpose: 'reset-password', email, passwordHash: null },
    linkMinutes.reset,
  );
  if (found && !found.account.disabled)
    sendLater(context, mailer, resetMail(email, language, context.publicUrl, token));
}

/**
 * Sets a forgotten password and ends every session.
 *
 * @throws ProblemError 422 when the link is used, too old or made up, or the password is weak
 */
export async function resetPassword(
  context: Context,
  token: string,
  password: string,
  language: Language,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  const account = await inTransaction(context.pool, async (db) => {
    const reset = await takeMailToken(db, hashSecret(token), 'reset-password');
    const found = reset && (await readCredentials(db, { email: reset.email }));
    if (!found || found.account.disabled) throw expired('Ask for a new one.');
    // Undoes the use of the link.
    refuseWeakPassword(password, found.account.email);
    return found.account;
  });
  await changePassword(context, account, passwordHash, language);
}

/** Sets a password, ends every session and tells the owner. @returns the account of the new epoch */
export async function changePassword(
  context: Context,
  account: Account,
  passwordHash: string,
  language: Language,
): Promise<Account> {
  const { pool, log, mailer, publicUrl } = context;
  const changed = await updatePassword(pool, account.id, passwordHash);
  if (!changed) throw new ProblemError('unauthorized', 'The account was deleted meanwhile.');
  await endSessions(context, account.id);
  log.info({ event: 'password-changed', accountId: account.id }, 'a password was changed');
  if (mailer) sendLater(context, mailer, passwordChangedMail(account.email, language, publicUrl));
  return changed;
}

const expired = (next: string): ProblemError =>
  new ProblemError('link-expired', `The link was used already, is too old or is not complete. ${next}`);

async function keepToken({ pool }: Context, token: MailToken, minutes: number): Promise<string> {
  const secret = newSecret();
  await insertMailToken(pool, hashSecret(secret), token, minutes);
  return secret;
}

function mailerOf({ mailer }: Context): Mailer {
  if (mailer) return mailer;
  const detail = 'This stack sends no mail, so accounts cannot be made. Its operator can set MAIL_URL.';
  throw new ProblemError('dependency-unavailable', detail);
}

/** The answer does not wait for the mail: how long it takes would tell whether one is sent. */
function sendLater({ log }: Context, mailer: Mailer, mail: Mail): void {
  mailer.send(mail).then(
    () => log.info({ event: 'mail-sent', subject: mail.subject }, 'a mail was sent'),
    (error) => log.error({ err: error, subject: mail.subject }, 'a mail was not sent'),
  );
}
