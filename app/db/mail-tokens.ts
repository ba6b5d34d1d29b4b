import type { Database } from './pool.ts';

/** What a link in a mail stands for. */
export interface MailToken {
  purpose: 'register' | 'reset-password';
  email: string;
  /** Of the account that confirming makes. */
  passwordHash: string | null;
}

/** Keeps a token, and forgets those that are too old. */
export async function insertMailToken(
  db: Database,
  hash: Buffer,
  { purpose, email, passwordHash }: MailToken,
  lifetimeMinutes: number,
): Promise<void> {
  await db.query('delete from mail_token where expires_at < now()');
  await db.query(
    `insert into mail_token (hash, purpose, email, password_hash, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
    [hash, purpose, email, passwordHash, lifetimeMinutes],
  );
}

/** Uses a token up. @returns null when it is unknown, used, too old or for something else */
export async function takeMailToken(
  db: Database,
  hash: Buffer,
  purpose: MailToken['purpose'],
): Promise<MailToken | null> {
  const { rows } = await db.query<{ email: string; password_hash: string | null; living: boolean }>(
    `delete from mail_token where hash = $1 and purpose = $2
     returning email, password_hash, expires_at > now() as living`,
    [hash, purpose],
  );
  const row = rows[0];
  return row?.living ? { purpose, email: row.email, passwordHash: row.password_hash } : null;
}
