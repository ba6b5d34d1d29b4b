import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 characters that pass through URLs, mails and headers as they are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret. It is random, so a fast hash without salt is as good as a slow one. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether a secret is one of several, in constant time for each. */
export function isOneOf(secret: string, known: readonly string[]): boolean {
  const given = hashSecret(secret);
  // All are compared, so that the time does not tell which one came close.
  return known.map((each) => timingSafeEqual(hashSecret(each), given)).includes(true);
}
