import type { Database } from './pool.ts';

/** A browser that messages are pushed to. Times are Unix milliseconds. */
export interface StoredPushSubscription {
  id: string;
  endpoint: string;
  /** Public key of the browser, base64url. */
  p256dh: string;
  /** Secret shared with the browser, base64url. */
  auth: string;
  client: string;
  createdAtMs: number;
}

/** Stores a subscription; the same browser again takes the place of itself, whoever is logged in there now. */
export async function storePushSubscription(
  db: Database,
  accountId: string,
  given: Omit<StoredPushSubscription, 'createdAtMs'>,
): Promise<StoredPushSubscription> {
  const { rows } = await db.query<SubscriptionRow>(
    `insert into push_subscription (id, account_id, endpoint, p256dh, auth, client)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (endpoint) do update
     set account_id = excluded.account_id, p256dh = excluded.p256dh, auth = excluded.auth, client = excluded.client
     returning *`,
    [given.id, accountId, given.endpoint, given.p256dh, given.auth, given.client],
  );
  return subscriptionOf(rows[0] as SubscriptionRow);
}

export async function listPushSubscriptions(
  db: Database,
  accountId: string,
): Promise<StoredPushSubscription[]> {
  const { rows } = await db.query<SubscriptionRow>(
    'select * from push_subscription where account_id = $1 order by created_at, id',
    [accountId],
  );
  return rows.map(subscriptionOf);
}

/** @returns whether there was one */
export async function deletePushSubscription(db: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from push_subscription where id = $1 and account_id = $2', [
    id,
    accountId,
  ]);
  return rowCount === 1;
}

interface SubscriptionRow
  extends Pick<StoredPushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'client'> {
  created_at: Date;
}

const subscriptionOf = ({ created_at, ...row }: SubscriptionRow): StoredPushSubscription => ({
  id: row.id,
  endpoint: row.endpoint,
  p256dh: row.p256dh,
  auth: row.auth,
  client: row.client,
  createdAtMs: created_at.getTime(),
});
