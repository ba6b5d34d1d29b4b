import type { FastifyInstance, FastifyRequest, FastifySchema, RouteOptions } from 'fastify';
import Type from 'typebox';
import { type Permission, permissions, type Role, roles } from '../../contract/accounts.ts';
import { useApiKey } from '../../db/api-keys.ts';
import { cookieOf, csrfHeader, isFromOwnPage } from '../auth/cookies.ts';
import { hashSecret, isOneOf } from '../auth/secrets.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../problem.ts';

/** Who may use a route: everybody, services with the internal key, or accounts with a permission. */
export type Access = 'public' | 'internal' | Permission;

/** The account that a request acts for. */
export interface Caller {
  accountId: string;
  role: Role;
  /** Of the login; null for an API key. */
  sessionId: string | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Set on every route that needs a permission. */
    caller: Caller | null;
  }
}

/** For the few tools that can only send the internal key in the address. */
export const internalKeyQuery = Type.Object(
  { api_key: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

/** How API keys begin, so that leaked ones can be found by their looks. */
export const apiKeyPrefix = 'eo_';

/**
 * Lets in whom the routes declare, and nobody where they declare nothing. To be registered before any route; it
 * writes into the schemas what is needed, so that OpenAPI says the same.
 */
export function registerAccess(app: FastifyInstance, context: Context): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`The route ${route.method} ${route.url} does not declare who may use it.`);
    describe(route, route.config.access);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { access = null } = request.routeOptions.config;
    // What is no route answers 404 to everybody.
    if (access === 'public' || access === null) return done();
    if (access === 'internal') return done(refusalOf(request, context.apiKeys));
    reply.header('cache-control', 'no-store');
    callerWith(request, access, context).then((caller) => {
      request.caller = caller;
      done();
    }, done);
  });
}

/** The account of a request whose route needs a permission. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Error('The route needs an account, but declares no permission.');
  return caller;
}

/** Why a request may not use what services use among themselves; undefined when it may. */
function refusalOf(request: FastifyRequest, keys: readonly string[]): ProblemError | undefined {
  const parameter = (request.query as Record<string, unknown> | undefined)?.api_key;
  const given = presented(request) ?? (typeof parameter === 'string' ? parameter : null);
  return given && isOneOf(given, keys)
    ? undefined
    : new ProblemError('unauthorized', 'Send a valid key in the X-API-Key header.');
}

/** In `X-API-Key` or as `Authorization: Bearer`, which is what Prometheus 2.51 can send. */
function presented({ headers }: FastifyRequest): string | null {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return header;
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? null;
}

async function callerWith(
  request: FastifyRequest,
  permission: Permission,
  context: Context,
): Promise<Caller> {
  const bearer = presented(request);
  const { role, scopes, ...caller } = bearer?.startsWith(apiKeyPrefix)
    ? await callerOfKey(bearer, context)
    : await callerOfToken(request, bearer, permission, context);
  const needed = permissions[permission].role;
  const may =
    roles.indexOf(role) >= roles.indexOf(needed) && (scopes === null || scopes.includes(permission));
  if (!may) throw new ProblemError('forbidden', `This needs the permission ${permission}.`);
  return { role, ...caller };
}

/** Null scopes stand for everything that the role may do. */
type Candidate = Caller & { scopes: readonly Permission[] | null };

async function callerOfKey(key: string, { pool }: Context): Promise<Candidate> {
  const found = await useApiKey(pool, hashSecret(key));
  if (!found) throw new ProblemError('unauthorized', 'This API key is not valid. It may have been revoked.');
  return { accountId: found.accountId, role: found.role, sessionId: null, scopes: found.scopes };
}

async function callerOfToken(
  request: FastifyRequest,
  bearer: string | null,
  permission: Permission,
  { accessTokens, standings, now }: Context,
): Promise<Candidate> {
  const readsOnly = request.method === 'GET' || request.method === 'HEAD';
  const token = bearer ?? cookieOf(request, 'access');
  if (!token) throw new ProblemError('unauthorized', 'Log in, or send a token as Authorization: Bearer.');
  if (!bearer && !readsOnly && !isFromOwnPage(request))
    throw new ProblemError('forbidden', `With a cookie, a change needs the header ${csrfHeader}.`);
  const claims = await accessTokens.read(token, now());
  const mayBeAnsweredAlone = readsOnly && permissions[permission].role === 'user';
  const standing = claims && (await standings.of(claims.sessionId, mayBeAnsweredAlone));
  if (!standing || standing.epoch !== claims.epoch || standing.accountId !== claims.accountId)
    throw new ProblemError('unauthorized', 'The session has ended. Refresh it, or log in again.');
  return { accountId: claims.accountId, role: standing.role, sessionId: claims.sessionId, scopes: null };
}

function describe(route: RouteOptions, access: Access): void {
  // So that the contract, and the tables made from it, say what was declared.
  const schema: FastifySchema & { 'x-access': Access } = { ...route.schema, 'x-access': access };
  route.schema = schema;
  if (access === 'public') return;
  const internal = [{ apiKeyHeader: [] }, { apiKeyQuery: [] }, { bearer: [] }];
  const account = [{ bearer: [] }, { apiKeyHeader: [] }, { accessCookie: [] }];
  route.schema = { ...schema, security: access === 'internal' ? internal : account };
}
