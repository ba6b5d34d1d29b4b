import type { AlertBody } from '../contract/alerts.ts';
import type { Database } from './pool.ts';

/** What a household wants to hear of. Times are Unix milliseconds. */
export interface PriceAlert {
  id: string;
  accountId: string;
  rule: AlertBody;
  createdAtMs: number;
}

/** What is stored of an alert when it is made or changed. */
export interface AlertToStore {
  id: string;
  accountId: string;
  rule: AlertBody;
  /** Null where it has no webhook; undefined keeps the one there is. */
  webhookSecret: string | null | undefined;
}

export async function countPriceAlerts(db: Database, accountId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from price_alert where account_id = $1',
    [accountId],
  );
  return rows[0]?.count ?? 0;
}

export async function insertPriceAlert(db: Database, alert: AlertToStore): Promise<PriceAlert> {
  const { rows } = await db.query<PriceAlertRow>(
    `insert into price_alert (id, account_id, zone, rule, enabled, webhook_secret)
     values ($1, $2, $3, $4, $5, $6) returning *`,
    [alert.id, alert.accountId, alert.rule.zone, alert.rule, alert.rule.enabled, alert.webhookSecret ?? null],
  );
  return alertOf(rows[0] as PriceAlertRow);
}

/**
 * Puts a rule in the place of the one before, and forgets what was on its way for that one.
 *
 * @returns null when the account has no such alert
 */
export async function replacePriceAlert(db: Database, alert: AlertToStore): Promise<PriceAlert | null> {
  const { rows } = await db.query<PriceAlertRow>(
    `update price_alert set zone = $3, rule = $4, enabled = $5, planned_with = null,
       webhook_secret = case when $6 then webhook_secret else $7 end
     where id = $1 and account_id = $2 returning *`,
    [
      alert.id,
      alert.accountId,
      alert.rule.zone,
      alert.rule,
      alert.rule.enabled,
      alert.webhookSecret === undefined,
      alert.webhookSecret ?? null,
    ],
  );
  if (!rows[0]) return null;
  await db.query("delete from price_alert_delivery where alert_id = $1 and state = 'queued'", [alert.id]);
  return alertOf(rows[0]);
}

/** @returns whether there was one */
export async function deletePriceAlert(db: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from price_alert where id = $1 and account_id = $2', [
    id,
    accountId,
  ]);
  return rowCount === 1;
}

/** The alerts of an account, or the one with an id, in the order they were made. */
export async function listPriceAlerts(
  db: Database,
  accountId: string,
  id: string | null = null,
): Promise<PriceAlert[]> {
  const { rows } = await db.query<PriceAlertRow>(
    `select * from price_alert where account_id = $1 and ($2::uuid is null or id = $2) order by created_at, id`,
    [accountId, id],
  );
  return rows.map(alertOf);
}

/** Zones that enabled alerts are about. */
export async function zonesOfAlerts(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ zone: string }>(
    'select distinct zone from price_alert where enabled order by zone',
  );
  return rows.map(({ zone }) => zone);
}

/** Enabled alerts of a zone whose messages are not planned with a version of its prices yet. */
export async function alertsToPlan(
  db: Database,
  zone: string,
  version: string,
  limit: number,
): Promise<PriceAlert[]> {
  const { rows } = await db.query<PriceAlertRow>(
    `select price_alert.* from price_alert join account on account.id = account_id
     where zone = $1 and enabled and planned_with is distinct from $2 and disabled_at is null
     order by price_alert.id limit $3`,
    [zone, version, limit],
  );
  return rows.map(alertOf);
}

/** Notes that the messages of alerts are planned; one that was changed meanwhile is left to be planned anew. */
export async function markPlanned(
  db: Database,
  alerts: readonly PriceAlert[],
  version: string,
): Promise<void> {
  await db.query(
    `update price_alert set planned_with = $1
     from jsonb_to_recordset($2) as planned (id uuid, rule jsonb)
     where price_alert.id = planned.id and price_alert.rule = planned.rule`,
    [version, JSON.stringify(alerts.map(({ id, rule }) => ({ id, rule })))],
  );
}

interface PriceAlertRow {
  id: string;
  account_id: string;
  rule: AlertBody;
  created_at: Date;
}

const alertOf = ({ id, account_id, rule, created_at }: PriceAlertRow): PriceAlert => ({
  id,
  accountId: account_id,
  rule,
  createdAtMs: created_at.getTime(),
});
