import type { AccountResponse, ApiKeySummary } from '../../contract/accounts.ts';
import type { StoredHousehold } from '../../contract/plan.ts';
import type { Account } from '../../db/accounts.ts';
import type { ApiKey } from '../../db/api-keys.ts';
import type { Household } from '../../db/households.ts';
import type { Session } from '../../db/sessions.ts';

/** What leaves the API of accounts, sessions, keys and households: never a hash. */

const instant = (ms: number): string => new Date(ms).toISOString();

export const accountView = ({ id, email, role, createdAtMs }: Account): AccountResponse => ({
  id,
  email,
  role,
  createdAt: instant(createdAtMs),
});

export const sessionView = ({ id, client, createdAtMs, usedAtMs }: Session) => ({
  id,
  client,
  createdAt: instant(createdAtMs),
  usedAt: instant(usedAtMs),
});

export const apiKeyView = ({ id, name, scopes, createdAtMs, usedAtMs }: ApiKey): ApiKeySummary => ({
  id,
  name,
  scopes,
  createdAt: instant(createdAtMs),
  usedAt: usedAtMs === null ? null : instant(usedAtMs),
});

export const householdView = ({ request, updatedAtMs }: Household): StoredHousehold => ({
  request,
  updatedAt: instant(updatedAtMs),
});
