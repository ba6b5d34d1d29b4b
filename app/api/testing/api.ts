import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { ApiEnv, parseEnv } from '../../contract/env.ts';
import type { Zone } from '../../contract/http.ts';
import type { Problem } from '../../contract/problem.ts';
import { letApplicationIn } from '../../db/app-role.ts';
import { migrate } from '../../db/migrate.ts';
import { type PriceBatch, upsertPriceDays } from '../../db/prices.ts';
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts';
import type { PriceDay } from '../../domain/price-day.ts';
import { createApp } from '../app.ts';
import { type Context, closeContext, createContext, type Replacements } from '../context.ts';

/** Shared by the integration tests of the API. */

export const apiKey = 'test-key-0123456789';

/** 32 bytes that are no secret. */
export const signingKey = Buffer.alloc(32, 7).toString('base64url');

/** A database with the tables of the product. Its `url` is of the role that the API has, which owns nothing. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await migrate(database.pool);
  await letApplicationIn(database.pool, database.appUrl);
  return { ...database, url: database.appUrl };
}

export interface TestApi {
  app: FastifyInstance;
  context: Context;
  /** Asks, and expects the status. */
  get<Body>(url: string, status?: number, options?: InjectOptions): Promise<Body>;
  close(): Promise<void>;
}

interface TestApiOptions extends Replacements {
  env?: Record<string, string>;
  docs?: boolean;
}

/** The API as a function, on a database; by default without Redis, feeds or logs. */
export async function createTestApi(databaseUrl: string, options: TestApiOptions = {}): Promise<TestApi> {
  const { env = {}, docs = false, ...replacements } = options;
  const parsed = parseEnv(ApiEnv, {
    DATABASE_URL: databaseUrl,
    INTERNAL_API_KEY: apiKey,
    JWT_SIGNING_KEY: signingKey,
    DEFAULT_ZONE: 'SE3',
    ...env,
  });
  const context = await createContext(parsed, { feeds: [], log: pino({ level: 'silent' }), ...replacements });
  const app = await createApp(context, {
    docs,
    trustedProxies: parsed.TRUSTED_PROXIES,
    maxAtOnce: parsed.MAX_REQUESTS_AT_ONCE,
  });
  return {
    app,
    context,
    async get<Body>(url: string, status = 200, injected: InjectOptions = {}): Promise<Body> {
      const response = await app.inject({ url, ...injected });
      if (response.statusCode === status) return response.json<Body>();
      throw new Error(`${url} answered ${response.statusCode} instead of ${status}: ${response.body}`);
    },
    async close() {
      await app.close();
      await closeContext(context);
    },
  };
}

/** Stores days as a market feed would have, and marks the zone as having its history. */
export async function storeDays(
  { pool }: Pick<TestDatabase, 'pool'>,
  zone: Zone,
  days: readonly PriceDay[],
  origin: Partial<PriceBatch> = {},
): Promise<void> {
  const batch = { feed: 'market', label: 'market prices', simulated: false, days, ...origin };
  await upsertPriceDays(pool, zone.id, batch);
  await pool.query(
    `insert into watched_zone (zone, requested_at, history_loaded_at) values ($1, now(), now())
     on conflict do nothing`,
    [zone.id],
  );
}

/** What is wrong with an answer that should be a problem document; null when nothing is. */
export function faultOfProblem(contentType: unknown, status: number, body: string): string | null {
  if (contentType !== 'application/problem+json; charset=utf-8') return `content type ${contentType}`;
  const problem = JSON.parse(body) as Problem;
  const isWhole =
    problem.type === `urn:problem:electricity-optimizer:${problem.code}` &&
    problem.title.length > 0 &&
    problem.detail.length > 0 &&
    Array.isArray(problem.errors);
  if (!isWhole) return `incomplete: ${body}`;
  return problem.status === status ? null : `status ${problem.status} in the document of a ${status}`;
}
