import type { Role } from '../contract/accounts.ts';
import type { Database } from './pool.ts';

/** A login on one device. Times are Unix milliseconds. */
export interface Session {
  id: string;
  accountId: string;
  client: string;
  createdAtMs: number;
  usedAtMs: number;
}

/** What decides whether an access token of a session still counts. */
export interface SessionStanding {
  accountId: string;
  role: Role;
  epoch: number;
}

export async function insertSession(
  db: Database,
  session: { id: string; accountId: string; client: string; lifetimeDays: number },
): Promise<void> {
  await db.query(
    `insert into session (id, account_id, client, expires_at)
     values ($1, $2, $3, now() + make_interval(days => $4))`,
    [session.id, session.accountId, session.client, session.lifetimeDays],
  );
}

/** Standing of a session that is neither ended nor too old, of an account that is not disabled; else null. */
export async function readStanding(db: Database, sessionId: string): Promise<SessionStanding | null> {
  const { rows } = await db.query<{ account_id: string; role: Role; epoch: number }>(
    `select account_id, role, epoch from session join account on account.id = account_id
     where session.id = $1 and revoked_at is null and expires_at > now() and disabled_at is null`,
    [sessionId],
  );
  const row = rows[0];
  return row ? { accountId: row.account_id, role: row.role, epoch: row.epoch } : null;
}

/** The living sessions of an account, the last used first. */
export async function listSessions(db: Database, accountId: string): Promise<Session[]> {
  const { rows } = await db.query<SessionRow>(
    `select * from session where account_id = $1 and revoked_at is null and expires_at > now()
     order by used_at desc, id`,
    [accountId],
  );
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    client: row.client,
    createdAtMs: row.created_at.getTime(),
    usedAtMs: row.used_at.getTime(),
  }));
}

/** Ends sessions of an account: one of them, or all but one, or all. @returns their ids */
export async function revokeSessions(
  db: Database,
  accountId: string,
  { only = null, except = null }: { only?: string | null; except?: string | null } = {},
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update session set revoked_at = now()
     where account_id = $1 and revoked_at is null
       and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
     returning id`,
    [accountId, only, except],
  );
  return rows.map(({ id }) => id);
}

export async function insertRefreshToken(db: Database, hash: Buffer, sessionId: string): Promise<void> {
  await db.query('insert into refresh_token (hash, session_id) values ($1, $2)', [hash, sessionId]);
}

/** What became of a refresh token that somebody presented. */
export type RefreshOutcome =
  | { kind: 'good'; sessionId: string; standing: SessionStanding }
  | { kind: 'reused'; sessionId: string; accountId: string }
  | { kind: 'unknown' };

/**
 * Uses a refresh token up. Of two requests with the same token at once one gets `good`, the other `reused`.
 */
export async function useRefreshToken(db: Database, hash: Buffer): Promise<RefreshOutcome> {
  const { rows } = await db.query<{ session_id: string }>(
    'update refresh_token set used_at = now() where hash = $1 and used_at is null returning session_id',
    [hash],
  );
  const sessionId = rows[0]?.session_id;
  if (sessionId === undefined) return spentOrUnknown(db, hash);
  const standing = await readStanding(db, sessionId);
  if (!standing) return { kind: 'unknown' };
  await db.query('update session set used_at = now() where id = $1', [sessionId]);
  return { kind: 'good', sessionId, standing };
}

async function spentOrUnknown(db: Database, hash: Buffer): Promise<RefreshOutcome> {
  const { rows } = await db.query<{ session_id: string; account_id: string }>(
    `select session_id, account_id from refresh_token join session on session.id = session_id where hash = $1`,
    [hash],
  );
  const row = rows[0];
  return row ? { kind: 'reused', sessionId: row.session_id, accountId: row.account_id } : { kind: 'unknown' };
}

/** Deletes sessions that ended longer ago than anybody may present something of them. */
export async function deleteOldSessions(db: Database, afterDays: number): Promise<void> {
  await db.query(
    'delete from session where least(expires_at, revoked_at) < now() - make_interval(days => $1)',
    [afterDays],
  );
}

interface SessionRow {
  id: string;
  account_id: string;
  client: string;
  created_at: Date;
  used_at: Date;
}
