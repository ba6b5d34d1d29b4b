import { randomUUID } from 'node:crypto';
import { insertAccount } from '../../db/accounts.ts';
import type { Database } from '../../db/pool.ts';
import { hashPassword } from '../auth/passwords.ts';

/** Makes an account without the mail that registration sends, for whoever tries a running stack out. */
export async function accountWith(db: Database, email: string, password: string): Promise<void> {
  await insertAccount(db, { id: randomUUID(), email, passwordHash: await hashPassword(password) });
}
