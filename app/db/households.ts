import type { PlanRequest } from '../contract/plan.ts';
import type { Database } from './pool.ts';

/** What an account plans with. */
export interface Household {
  request: PlanRequest;
  /** Unix milliseconds. */
  updatedAtMs: number;
}

/** Stores the household of an account in the place of the one before. */
export async function storeHousehold(
  db: Database,
  accountId: string,
  request: PlanRequest,
): Promise<Household> {
  const { rows } = await db.query<HouseholdRow>(
    `insert into household (account_id, request) values ($1, $2)
     on conflict (account_id) do update set request = excluded.request, updated_at = now() returning *`,
    [accountId, JSON.stringify(request)],
  );
  return householdOf(rows[0] as HouseholdRow);
}

/** @returns null when the account has stored none */
export async function readHousehold(db: Database, accountId: string): Promise<Household | null> {
  const { rows } = await db.query<HouseholdRow>('select * from household where account_id = $1', [accountId]);
  return rows[0] ? householdOf(rows[0]) : null;
}

/** @returns whether there was one */
export async function deleteHousehold(db: Database, accountId: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from household where account_id = $1', [accountId]);
  return rowCount === 1;
}

interface HouseholdRow {
  request: PlanRequest;
  updated_at: Date;
}

const householdOf = ({ request, updated_at }: HouseholdRow): Household => {
  return { request, updatedAtMs: updated_at.getTime() };
};
