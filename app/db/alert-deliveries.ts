import type { AlertBody, AlertChannel, AlertMessage, DeliveryState } from '../contract/alerts.ts';
import type { Database } from './pool.ts';

/** A message of an alert by one channel. Times are Unix milliseconds. */
export interface AlertDelivery {
  id: string;
  alertId: string;
  channel: AlertChannel;
  message: AlertMessage;
  state: DeliveryState;
  attempts: number;
  dueAtMs: number;
  error: string | null;
}

/** A message that is to be sent, and is not stored yet. */
export interface NewDelivery {
  id: string;
  alertId: string;
  occasion: string;
  channel: AlertChannel;
  message: AlertMessage;
  dueAtMs: number;
  expiresAtMs: number;
}

/** A message in the hands of the one process that sends it, with what it needs for that. */
export interface ClaimedDelivery extends AlertDelivery {
  accountId: string;
  email: string;
  rule: AlertBody;
  webhookSecret: string | null;
  expiresAtMs: number;
}

/**
 * Stores messages; an occasion that an alert has told by a channel, or is telling, is passed over.
 *
 * @returns ids of those that are new
 */
export async function insertDeliveries(db: Database, deliveries: readonly NewDelivery[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `insert into price_alert_delivery (id, alert_id, occasion, channel, message, due_at, expires_at)
     select id, "alertId", occasion, channel, message,
       to_timestamp("dueAtMs" / 1000.0), to_timestamp("expiresAtMs" / 1000.0)
     from jsonb_to_recordset($1) as given (id uuid, "alertId" uuid, occasion text, channel text, message jsonb,
       "dueAtMs" bigint, "expiresAtMs" bigint)
     where exists (select from price_alert where price_alert.id = "alertId")
     on conflict (alert_id, occasion, channel) do nothing returning id`,
    [JSON.stringify(deliveries)],
  );
  return rows.map(({ id }) => id);
}

/** Forgets what alerts have on the way and nobody tried to send yet, so that it can be planned anew. */
export async function dropUntried(db: Database, alertIds: readonly string[]): Promise<void> {
  await db.query(
    `delete from price_alert_delivery
     where alert_id = any($1::uuid[]) and state = 'queued' and attempts = 0 and claimed_until is null`,
    [alertIds],
  );
}

/** Messages that are due before an instant and in nobody's hands, the first due first. */
export async function readDue(
  db: Database,
  beforeMs: number,
  limit: number,
): Promise<Pick<AlertDelivery, 'id' | 'attempts' | 'dueAtMs'>[]> {
  const { rows } = await db.query<Pick<DeliveryRow, 'id' | 'attempts' | 'due_at'>>(
    `select id, attempts, due_at from price_alert_delivery
     where state = 'queued' and due_at < to_timestamp($1 / 1000.0)
       and (claimed_until is null or claimed_until < now())
     order by due_at limit $2`,
    [beforeMs, limit],
  );
  return rows.map(({ id, attempts, due_at }) => ({ id, attempts, dueAtMs: due_at.getTime() }));
}

/**
 * Takes a message into hand for some seconds, in one process only, and counts the attempt.
 *
 * @returns null when it is sent, given up, gone or in other hands
 */
export async function claimDelivery(
  db: Database,
  id: string,
  forSeconds: number,
): Promise<ClaimedDelivery | null> {
  const { rows } = await db.query<ClaimedRow>(
    `update price_alert_delivery as delivery
     set attempts = attempts + 1, claimed_until = now() + make_interval(secs => $2)
     from price_alert join account on account.id = account_id
     where delivery.id = $1 and state = 'queued' and (claimed_until is null or claimed_until < now())
       and price_alert.id = alert_id and disabled_at is null
     returning delivery.*, account_id, email, rule, webhook_secret`,
    [id, forSeconds],
  );
  const row = rows[0];
  return row
    ? {
        ...deliveryOf(row),
        accountId: row.account_id,
        email: row.email,
        rule: row.rule,
        webhookSecret: row.webhook_secret,
        expiresAtMs: row.expires_at.getTime(),
      }
    : null;
}

/** What became of an attempt: sent, given up, or to be tried again at `dueAtMs`. */
export async function endAttempt(
  db: Database,
  id: string,
  { state, error, dueAtMs }: Pick<AlertDelivery, 'state' | 'error' | 'dueAtMs'>,
): Promise<void> {
  await db.query(
    `update price_alert_delivery
     set state = $2, error = $3, due_at = to_timestamp($4 / 1000.0), claimed_until = null where id = $1`,
    [id, state, error, dueAtMs],
  );
}

/** Gives up what is too late to be of use. @returns how many */
export async function giveUpLate(db: Database, nowMs: number): Promise<number> {
  const { rowCount } = await db.query(
    `update price_alert_delivery
     set state = 'dead', claimed_until = null, error = coalesce(error, 'It could not be sent in time.')
     where state = 'queued' and expires_at < to_timestamp($1 / 1000.0)
       and (claimed_until is null or claimed_until < now())`,
    [nowMs],
  );
  return rowCount ?? 0;
}

/** Lets a message that was given up be sent once more, from the first attempt on. @returns whether there is one */
export async function reviveDelivery(db: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update price_alert_delivery as delivery
     set state = 'queued', attempts = 0, due_at = now(), expires_at = greatest(expires_at, now() + interval '1 hour')
     from price_alert where price_alert.id = alert_id and account_id = $1 and delivery.id = $2 and state = 'dead'`,
    [accountId, id],
  );
  return rowCount === 1;
}

/** Messages of an account that were tried or are due, the latest first. */
export async function listDeliveries(
  db: Database,
  accountId: string,
  { state, limit }: { state?: DeliveryState | undefined; limit: number },
): Promise<AlertDelivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select delivery.* from price_alert_delivery as delivery join price_alert on price_alert.id = alert_id
     where account_id = $1 and ($2::text is null or state = $2) order by due_at desc, delivery.id limit $3`,
    [accountId, state ?? null, limit],
  );
  return rows.map(deliveryOf);
}

/** Forgets what was sent or given up longer ago than this. */
export async function forgetDeliveries(db: Database, afterDays: number): Promise<void> {
  await db.query(
    "delete from price_alert_delivery where state <> 'queued' and due_at < now() - make_interval(days => $1)",
    [afterDays],
  );
}

interface DeliveryRow {
  id: string;
  alert_id: string;
  channel: AlertChannel;
  message: AlertMessage;
  state: DeliveryState;
  attempts: number;
  due_at: Date;
  expires_at: Date;
  error: string | null;
}

interface ClaimedRow extends DeliveryRow {
  account_id: string;
  email: string;
  rule: AlertBody;
  webhook_secret: string | null;
}

const deliveryOf = (row: DeliveryRow): AlertDelivery => ({
  id: row.id,
  alertId: row.alert_id,
  channel: row.channel,
  message: row.message,
  state: row.state,
  attempts: row.attempts,
  dueAtMs: row.due_at.getTime(),
  error: row.error,
});
