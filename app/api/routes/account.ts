import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import * as contract from '../../contract/accounts.ts';
import { Id } from '../../contract/http.ts';
import { type Account, deleteAccount, isLastAdmin, readAccount, readCredentials } from '../../db/accounts.ts';
import { countApiKeys, deleteApiKey, insertApiKey, listApiKeys } from '../../db/api-keys.ts';
import { readHousehold } from '../../db/households.ts';
import { listPriceAlerts } from '../../db/price-alerts.ts';
import { listPushSubscriptions } from '../../db/push-subscriptions.ts';
import { listSessions, revokeSessions } from '../../db/sessions.ts';
import { inTransaction } from '../../db/transaction.ts';
import { accountView, apiKeyView, householdView, sessionView } from '../auth/account-view.ts';
import { cookieOf, setTokenCookies } from '../auth/cookies.ts';
import { endSessions, openSession } from '../auth/logins.ts';
import { hashPassword, matchesPassword, refuseWeakPassword } from '../auth/passwords.ts';
import { changePassword } from '../auth/registrations.ts';
import { hashSecret, newSecret } from '../auth/secrets.ts';
import type { Context } from '../context.ts';
import { languageOf } from '../language.ts';
import { take } from '../limits.ts';
import { apiKeyPrefix, callerOf } from '../plugins/access.ts';
import { alertView, pushSubscriptionView } from '../price-alerts.ts';
import { ProblemError } from '../problem.ts';
import { answer, clientOf, cookieOptions } from './auth.ts';
import { problemResponses } from './problem-responses.ts';

/** Enough for every device of a household; more is a mistake in a loop. */
const mostApiKeys = 20;

const tags = ['account'];
const read = { config: { access: 'account:read' } } as const;
const write = { config: { access: 'account:write' } } as const;
const done = { 204: Type.Null(), ...problemResponses };
const byId = Type.Object({ id: Id });

/** The caller's own account, its sessions and keys, under `/api/v1/account`. */
export const accountRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { pool } = context;

  app.get(
    '',
    {
      ...read,
      schema: {
        summary: 'The own account',
        tags,
        response: { 200: contract.AccountResponse, ...problemResponses },
      },
    },
    async (request) => accountView(await ownAccount(request)),
  );
  app.get(
    '/export',
    {
      ...read,
      schema: {
        summary: 'Everything that is stored of the account',
        tags,
        response: { 200: contract.ExportResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const account = await ownAccount(request);
      const [sessions, keys, household, alerts, browsers] = await Promise.all([
        listSessions(pool, account.id),
        listApiKeys(pool, account.id),
        readHousehold(pool, account.id),
        listPriceAlerts(pool, account.id),
        listPushSubscriptions(pool, account.id),
      ]);
      reply.header('content-disposition', 'attachment; filename="electricity-optimizer-account.json"');
      return {
        account: accountView(account),
        sessions: sessions.map(sessionView),
        apiKeys: keys.map(apiKeyView),
        household: household && householdView(household),
        alerts: alerts.map((alert) => alertView(alert)),
        browsers: browsers.map(pushSubscriptionView),
      };
    },
  );
  app.post(
    '/password',
    {
      ...write,
      schema: {
        summary: 'Change the password; every session ends and a new one begins',
        tags,
        body: contract.PasswordBody,
        response: { 200: contract.SessionResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const account = await confirmedOwner(request, request.body.password);
      refuseWeakPassword(request.body.newPassword, account.email, 'body.newPassword');
      const passwordHash = await hashPassword(request.body.newPassword);
      const language = languageOf(request.headers['accept-language']);
      const changed = await changePassword(context, account, passwordHash, language);
      const opened = await openSession(context, changed, clientOf(request));
      return answer(context, reply, opened, cookieOf(request, 'access') ? 'cookie' : 'token');
    },
  );
  app.delete(
    '',
    {
      ...write,
      schema: {
        summary: 'Delete the account and all of its data',
        tags,
        body: contract.DeleteAccountBody,
        response: done,
      },
    },
    async (request, reply) => {
      const account = await confirmedOwner(request, request.body.password);
      const ended = await inTransaction(pool, async (db) => {
        if (account.role === 'admin' && (await isLastAdmin(db, account.id)))
          throw new ProblemError('conflict', 'This is the last admin. Make somebody else one first.');
        const ids = await revokeSessions(db, account.id);
        await deleteAccount(db, account.id);
        return ids;
      });
      await context.standings.end(ended);
      context.log.info({ event: 'account-deleted', accountId: account.id }, 'an account was deleted');
      setTokenCookies(reply, null, cookieOptions(context));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/sessions',
    {
      ...read,
      schema: {
        summary: 'Where one is logged in',
        tags,
        response: { 200: contract.SessionsResponse, ...problemResponses },
      },
    },
    async (request) => {
      const { accountId, sessionId } = callerOf(request);
      const sessions = await listSessions(pool, accountId);
      return { sessions: sessions.map((each) => ({ ...sessionView(each), current: each.id === sessionId })) };
    },
  );
  app.delete(
    '/sessions/:id',
    { ...write, schema: { summary: 'End a session', tags, params: byId, response: done } },
    async (request, reply) => {
      const ended = await endSessions(context, callerOf(request).accountId, { only: request.params.id });
      if (ended === 0) throw new ProblemError('not-found', 'You have no such session.');
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/sessions',
    { ...write, schema: { summary: 'End all other sessions', tags, response: done } },
    async (request, reply) => {
      const { accountId, sessionId } = callerOf(request);
      await endSessions(context, accountId, { except: sessionId });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api-keys',
    {
      ...read,
      schema: {
        summary: 'Keys of machines',
        tags,
        response: { 200: contract.ApiKeysResponse, ...problemResponses },
      },
    },
    async (request) => ({ apiKeys: (await listApiKeys(pool, callerOf(request).accountId)).map(apiKeyView) }),
  );
  app.post(
    '/api-keys',
    {
      ...write,
      schema: {
        summary: 'Make a key for a machine; it is shown once',
        tags,
        body: contract.ApiKeyBody,
        response: { 201: contract.NewApiKeyResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId } = callerOf(request);
      const { name, scopes } = request.body;
      if ((await countApiKeys(pool, accountId)) >= mostApiKeys)
        throw new ProblemError('conflict', `An account has at most ${mostApiKeys} keys. Delete one first.`);
      const key = `${apiKeyPrefix}${newSecret()}`;
      const stored = await insertApiKey(pool, {
        id: randomUUID(),
        accountId,
        name,
        hash: hashSecret(key),
        scopes,
      });
      if (!stored)
        throw new ProblemError('conflict', `There is a key called ${JSON.stringify(name)} already.`);
      context.log.info({ event: 'api-key-made', accountId, keyId: stored.id }, 'an API key was made');
      return reply.code(201).send({ ...apiKeyView(stored), key });
    },
  );
  app.delete(
    '/api-keys/:id',
    { ...write, schema: { summary: 'Revoke a key', tags, params: byId, response: done } },
    async (request, reply) => {
      const { accountId } = callerOf(request);
      if (!(await deleteApiKey(pool, accountId, request.params.id)))
        throw new ProblemError('not-found', 'You have no such key.');
      context.log.info(
        { event: 'api-key-revoked', accountId, keyId: request.params.id },
        'an API key was revoked',
      );
      return reply.code(204).send(null);
    },
  );

  async function ownAccount(request: FastifyRequest): Promise<Account> {
    const account = await readAccount(pool, callerOf(request).accountId);
    if (!account) throw new ProblemError('unauthorized', 'The account was deleted meanwhile.');
    return account;
  }

  /** The caller, once more proven by the password: an open laptop is not enough. */
  async function confirmedOwner(request: FastifyRequest, password: string): Promise<Account> {
    const { accountId } = callerOf(request);
    await take(context.loginLimits.account, accountId);
    const found = await readCredentials(pool, { id: accountId });
    if (!(await matchesPassword(found?.passwordHash ?? null, password)) || !found)
      throw new ProblemError('forbidden', 'The password is wrong.', [
        { path: 'body.password', message: 'is wrong' },
      ]);
    await context.loginLimits.account.reset(accountId);
    return found.account;
  }
};
