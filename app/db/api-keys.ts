import type { Permission, Role } from '../contract/accounts.ts';
import type { Database } from './pool.ts';

/** A key of a machine, without the key. Times are Unix milliseconds. */
export interface ApiKey {
  id: string;
  accountId: string;
  name: string;
  scopes: Permission[];
  createdAtMs: number;
  usedAtMs: number | null;
}

/** @returns null when the account has a key of this name */
export async function insertApiKey(
  db: Database,
  key: { id: string; accountId: string; name: string; hash: Buffer; scopes: readonly Permission[] },
): Promise<ApiKey | null> {
  const { rows } = await db.query<ApiKeyRow>(
    `insert into api_key (id, account_id, name, hash, scopes) values ($1, $2, $3, $4, $5)
     on conflict (account_id, name) do nothing returning *`,
    [key.id, key.accountId, key.name, key.hash, key.scopes],
  );
  return rows[0] ? apiKeyOf(rows[0]) : null;
}

export async function countApiKeys(db: Database, accountId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from api_key where account_id = $1',
    [accountId],
  );
  return rows[0]?.count ?? 0;
}

export async function listApiKeys(db: Database, accountId: string): Promise<ApiKey[]> {
  const { rows } = await db.query<ApiKeyRow>('select * from api_key where account_id = $1 order by name', [
    accountId,
  ]);
  return rows.map(apiKeyOf);
}

/** @returns whether there was such a key */
export async function deleteApiKey(db: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from api_key where id = $1 and account_id = $2', [
    id,
    accountId,
  ]);
  return rowCount === 1;
}

/** The key with this hash and the role of its account, unless that is disabled; notes the hour it was used in. */
export async function useApiKey(db: Database, hash: Buffer): Promise<(ApiKey & { role: Role }) | null> {
  const { rows } = await db.query<ApiKeyRow & { role: Role }>(
    `select api_key.*, role from api_key join account on account.id = account_id
     where hash = $1 and disabled_at is null`,
    [hash],
  );
  const row = rows[0];
  if (!row) return null;
  await db.query(
    `update api_key set used_at = date_trunc('hour', now())
     where id = $1 and used_at is distinct from date_trunc('hour', now())`,
    [row.id],
  );
  return { ...apiKeyOf(row), role: row.role };
}

interface ApiKeyRow {
  id: string;
  account_id: string;
  name: string;
  scopes: Permission[];
  created_at: Date;
  used_at: Date | null;
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    scopes: row.scopes,
    createdAtMs: row.created_at.getTime(),
    usedAtMs: row.used_at?.getTime() ?? null,
  };
}
