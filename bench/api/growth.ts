import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { hashPassword } from '@eo/app/api/auth/passwords.ts';
import { insertAccount } from '@eo/app/db/accounts.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { upsertPriceDays } from '@eo/app/db/prices.ts';
import { addDays } from '@eo/app/domain/market-day.ts';
import { zones } from '@eo/app/domain/zones.ts';
import { simulated } from '@eo/app/feeds/simulated.ts';
import type { Pool } from 'pg';
import { median, type Result } from '../report.ts';
import { type RunningApi, startApi } from '../running-api.ts';
import { rateOf } from './rate.ts';

/**
 * How the rate changes as the work grows, each as a ratio to the smallest: zones whose prices are asked for in turn, accounts
 * that are stored, and replicas. Rounds alternate, so that a machine that slows down slows both.
 */
const rounds = 3;
const password = 'correct horse battery staple';

export async function measureGrowth(
  databaseUrl: string,
  api: RunningApi,
  children: ChildProcess[],
): Promise<Result[]> {
  const pool = createPool(databaseUrl, { applicationName: 'bench', max: 2, onError: console.error });
  try {
    await storePrices(pool);
    const byZones = await growthOf([1, 10, zones.length], async (count) => {
      const paths = zones.slice(0, count).map(({ id }) => `/api/v1/prices/current?zone=${id}`);
      return rateOf(api.url, paths);
    });
    const headers = { authorization: `Bearer ${await logIn(pool, api)}` };
    const byUsers = await growthOf([1, 1_000, 100_000], async (count) => {
      await storeAccounts(pool, count);
      return rateOf(`${api.url}/api/v1/account`, [], headers);
    });
    return [
      ...rows('zones', byZones),
      ...rows('accounts', byUsers),
      ...(await byReplicas(databaseUrl, api, children)),
    ];
  } finally {
    await pool.end();
  }
}

interface Growth {
  count: number;
  /** Answers a second. */
  rate: number;
  /** To that of the first count, in the same round. */
  ratio: number;
}

async function growthOf(
  counts: readonly number[],
  rate: (count: number) => Promise<number>,
): Promise<Growth[]> {
  const measured = counts.map((count) => ({ count, rates: [] as number[], ratios: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { count, rates, ratios } of measured) {
      rates.push(await rate(count));
      ratios.push((rates.at(-1) ?? 0) / (measured[0]?.rates.at(-1) ?? 1));
    }
  }
  return measured.map(({ count, rates, ratios }) => ({ count, rate: median(rates), ratio: median(ratios) }));
}

/** Nothing may become much slower: most of the work is the same however much is stored. */
const rows = (what: string, [first, ...more]: readonly Growth[]): Result[] =>
  more.map(({ count, ratio }) => ({
    name: `${what}_${count}_vs_1`,
    value: ratio,
    unit: '×',
    goal: { atLeast: 0.8 },
    baseline: { name: '1', value: first?.rate ?? 0, unit: '/s' },
  }));

/** All of them asked at once. More than there are processors for cannot be faster. */
async function byReplicas(databaseUrl: string, api: RunningApi, children: ChildProcess[]): Promise<Result[]> {
  const more = [await startApi(databaseUrl, 'SE3'), await startApi(databaseUrl, 'SE3')];
  children.push(...more.map((one) => one.process));
  const path = '/api/v1/prices/current?zone=SE3';
  const growth = await growthOf([1, 3], async (count) => {
    const rates = [api, ...more].slice(0, count).map(({ url }) => rateOf(`${url}${path}`));
    return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
  });
  return growth.slice(1).map(({ ratio }) => ({
    name: 'replicas_3_vs_1',
    value: ratio,
    unit: '×',
    goal: null,
    baseline: { name: '1', value: growth[0]?.rate ?? 0, unit: '/s' },
  }));
}

async function storePrices(pool: Pool): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  for (const zone of zones) {
    const batches = await simulated.fetchDays(
      zone,
      addDays(today, -2),
      addDays(today, 1),
      AbortSignal.timeout(60_000),
    );
    for (const batch of batches) await upsertPriceDays(pool, zone.id, batch);
  }
  await pool.query(
    `insert into watched_zone (zone, requested_at, history_loaded_at)
     select zone, now(), now() from unnest($1::text[]) as zone
     on conflict (zone) do update set history_loaded_at = now()`,
    [zones.map(({ id }) => id)],
  );
}

/** Fills up with accounts, each with a session, until there are so many. */
async function storeAccounts(pool: Pool, count: number): Promise<void> {
  await pool.query("delete from account where email like 'user-%'");
  await pool.query(
    `with made as (
       insert into account (id, email, password_hash)
       select gen_random_uuid(), 'user-' || number || '@example.org', 'none'
       from generate_series(2, $1::int) as number returning id
     )
     insert into session (id, account_id, expires_at)
     select gen_random_uuid(), id, now() + interval '30 days' from made`,
    [count],
  );
  await pool.query('analyze account, session');
}

/** @returns an access token of the one account that asks */
async function logIn(pool: Pool, { url }: RunningApi): Promise<string> {
  const email = 'bench@example.org';
  await insertAccount(pool, { id: randomUUID(), email, passwordHash: await hashPassword(password) });
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { accessToken } = (await response.json()) as { accessToken: string };
  return accessToken;
}
