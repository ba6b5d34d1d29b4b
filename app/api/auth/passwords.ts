import { hash, verify } from '@node-rs/argon2';
import { ProblemError } from '../problem.ts';
import { isCommonPassword } from './common-passwords.ts';

/**
 * Argon2id (the package's default variant) with 19 MiB, two passes, one lane: the setting that the OWASP Password
 * Storage Cheat Sheet recommends where memory is scarce.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash holds 19 MiB and a thread; more at once would starve everything else in the process. */
const mostAtOnce = 16;
let underWay = 0;

/**
 * @throws ProblemError 503 when too many passwords are being hashed already
 */
export const hashPassword = (password: string): Promise<string> => bounded(() => hash(password, cost));

/**
 * Whether a password is the one of a hash. Takes as long without a hash, so that the time of an answer does not tell
 * whether there is such an account.
 */
export async function matchesPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const dummy = await nobodysHash();
  const isRight = await bounded(() => verify(passwordHash ?? dummy, password));
  return passwordHash !== null && isRight;
}

/** Of a password that nobody has; made with the first login, whoever's it is. */
let nobodys: Promise<string> | null = null;
function nobodysHash(): Promise<string> {
  nobodys ??= hash(crypto.randomUUID(), cost);
  return nobodys;
}

/**
 * @param path where it stands in the request
 * @throws ProblemError when a password is too easily guessed, or holds what PostgreSQL and terminals cannot
 */
export function refuseWeakPassword(password: string, email: string, path = 'body.password'): void {
  const problem = weaknessOf(password, email);
  if (problem)
    throw new ProblemError('weak-password', `The password ${problem}.`, [{ path, message: problem }]);
}

function weaknessOf(password: string, email: string): string | null {
  const name = email.split('@')[0] ?? '';
  const lower = password.toLowerCase();
  if (lower === email.toLowerCase() || lower === name.toLowerCase()) return 'is the e-mail address';
  if (new Set(password).size < 4) return 'repeats fewer than four different characters';
  return isCommonPassword(password)
    ? 'is one of the most common ones; choose one that nobody else has'
    : null;
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= mostAtOnce)
    throw new ProblemError('dependency-unavailable', 'Too many logins at once. Try again shortly.', [], 2);
  underWay++;
  try {
    return await work();
  } finally {
    underWay--;
  }
}
