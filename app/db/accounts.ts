import type { Role } from '../contract/accounts.ts';
import type { Database } from './pool.ts';

/** An account as its owner and an admin may see it. */
export interface Account {
  id: string;
  email: string;
  role: Role;
  createdAtMs: number;
  disabled: boolean;
  /** Access tokens of another epoch are refused. */
  epoch: number;
}

/** @returns the account, or null when the address is taken */
export async function insertAccount(
  db: Database,
  { id, email, passwordHash }: { id: string; email: string; passwordHash: string },
): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>(
    `insert into account (id, email, password_hash) values ($1, $2, $3)
     on conflict (email) do nothing returning *`,
    [id, email, passwordHash],
  );
  return rows[0] ? accountOf(rows[0]) : null;
}

export async function readAccount(db: Database, id: string): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>('select * from account where id = $1', [id]);
  return rows[0] ? accountOf(rows[0]) : null;
}

/** With the hash of its password, for who checks one. */
export async function readCredentials(
  db: Database,
  by: { email: string } | { id: string },
): Promise<{ account: Account; passwordHash: string } | null> {
  const [column, value] = 'email' in by ? (['email', by.email] as const) : (['id', by.id] as const);
  const { rows } = await db.query<AccountRow>(`select * from account where ${column} = $1`, [value]);
  return rows[0] ? { account: accountOf(rows[0]), passwordHash: rows[0].password_hash } : null;
}

/** Sets a password and ends every session by raising the epoch. */
export async function updatePassword(
  db: Database,
  id: string,
  passwordHash: string,
): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>(
    'update account set password_hash = $2, epoch = epoch + 1 where id = $1 returning *',
    [id, passwordHash],
  );
  return rows[0] ? accountOf(rows[0]) : null;
}

/**
 * Changes what an admin may change. Disabling raises the epoch, so that no session outlives it.
 *
 * @returns the account, or null when there is none
 */
export async function updateStanding(
  db: Database,
  id: string,
  { role = null, disabled = null }: { role?: Role | null; disabled?: boolean | null },
): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>(
    `update account set role = coalesce($2, role),
       disabled_at = case when $3 then coalesce(disabled_at, now()) when not $3 then null else disabled_at end,
       epoch = epoch + case when $3 then 1 else 0 end
     where id = $1 returning *`,
    [id, role, disabled],
  );
  return rows[0] ? accountOf(rows[0]) : null;
}

/** Sessions and keys go with it. */
export async function deleteAccount(db: Database, id: string): Promise<void> {
  await db.query('delete from account where id = $1', [id]);
}

/** Accounts by address. @param after address that the last page ended with */
export async function listAccounts(db: Database, after: string, limit: number): Promise<Account[]> {
  const { rows } = await db.query<AccountRow>(
    'select * from account where email > $1 order by email limit $2',
    [after, limit],
  );
  return rows.map(accountOf);
}

/** Whether an account is the only admin that can still log in; it must not lose that. */
export async function isLastAdmin(db: Database, id: string): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>(
    `select id from account where role = 'admin' and disabled_at is null for update`,
  );
  return rows.length === 1 && rows[0]?.id === id;
}

interface AccountRow {
  id: string;
  email: string;
  password_hash: string;
  role: Role;
  epoch: number;
  disabled_at: Date | null;
  created_at: Date;
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAtMs: row.created_at.getTime(),
    disabled: row.disabled_at !== null,
    epoch: row.epoch,
  };
}
